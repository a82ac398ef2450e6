namespace Microsoft.ML.MultiTask;

/// <summary>Which pixels count in the depth errors, and how predictions are scaled and clamped before.</summary>
/// <remarks>
/// The protocol for KITTI since Eigen, Puhrsch, Fergus (NIPS 2014, arXiv:1406.2283) and Garg et al. (ECCV 2016, arXiv:1603.04992): a
/// <see cref="MaxDepth"/> of 80 m (or 50 m), <see cref="ImageCrop.Garg"/> or <see cref="ImageCrop.Eigen"/>, and
/// <see cref="ScalesByMedian"/> for networks that were not trained on depths in metres.
/// </remarks>
public sealed record DepthMetricOptions
{
    /// <summary>Labels at or below this do not count; predictions below it are clamped to it, so that every error is defined.</summary>
    /// <remarks>
    /// The default is Eigen's, and small enough for errors that do not use inverse depth. <see cref="DepthMetrics.InverseRmseError"/>
    /// does, and clamped pixels dominate it: one in a million makes it 1000 1/km, where good networks have about 10. For a network that
    /// predicts 0 in places, set a value near the smallest depth that the camera sees. KITTI's benchmark, where that error is from, fills
    /// such pixels from their neighbours instead.
    /// </remarks>
    /// <value>Metres, above 0; default 0.001.</value>
    public double MinDepth { get; init; } = 1e-3;

    /// <summary>Labels at or above this do not count; predictions above it are clamped to it.</summary>
    /// <value>Metres, above <see cref="MinDepth"/>; default infinity: no cap but the 100 km beyond which no label counts.</value>
    public double MaxDepth { get; init; } = double.PositiveInfinity;

    /// <summary>The part of the image that counts; null for all of it.</summary>
    /// <value>Default null.</value>
    public ImageCrop? Crop { get; init; }

    /// <summary>
    /// Whether each image's predictions are multiplied by median(labels) / median(predictions) over the pixels that count, before they are clamped.
    /// </summary>
    /// <value>Default false.</value>
    public bool ScalesByMedian { get; init; }

    internal void Validate()
    {
        if (!(MinDepth > 0) || !double.IsFinite(MinDepth))
            throw new ArgumentOutOfRangeException(nameof(MinDepth), FormattableString.Invariant(
                $"'{nameof(MinDepth)}' must be a positive number of metres, but was {MinDepth}."));
        if (!(MaxDepth > MinDepth))
            throw new ArgumentOutOfRangeException(nameof(MaxDepth), FormattableString.Invariant(
                $"'{nameof(MaxDepth)}' must be above '{nameof(MinDepth)}', {MinDepth} m, but was {MaxDepth}."));
    }
}

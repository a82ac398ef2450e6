namespace Microsoft.ML.MultiTask;

/// <summary>A label image whose samples are distances, or disparities from which distances are computed.</summary>
/// <remarks>
/// Decoded labels are float32 metres, NaN where depth is missing. With <see cref="FocalTimesBaseline"/> the sample is a disparity, and
/// metres = FocalTimesBaseline / (sample * DisparityPerUnit + DisparityOffset), NaN where the divisor is not positive. Metres are computed
/// at the label's own resolution, so they do not depend on the size to which the image is scaled. Distances beyond
/// <see cref="FarthestMeters"/> are missing.
/// </remarks>
public sealed record DepthLabelEncoding : LabelEncoding
{
    /// <summary>100 km. A larger or infinite depth is no label, in the loss and metrics of <see cref="DepthTask"/> either.</summary>
    internal const float MaximumMeters = 100_000;

    /// <summary>Creates an encoding of 16-bit samples in centimetres, 0 for missing.</summary>
    public DepthLabelEncoding() => BitDepth = 16;

    /// <summary>KITTI: 16 bits, 1/256 metre, 0 is missing.</summary>
    public static DepthLabelEncoding Kitti { get; } = new() { MetersPerUnit = 1 / 256.0 };

    /// <summary>SYNTHIA and Virtual KITTI 2: 16 bits, centimetres; 0 and 65535 (the sky) are missing.</summary>
    public static DepthLabelEncoding Synthia { get; } = new() { Channel = 0, MissingValues = [0, ushort.MaxValue] };

    /// <summary>KITTI 2015's disparities: 16 bits, 1/256 pixel, 0 is missing; with a nominal camera of 721.5 pixels and 0.54 metres.
    /// Distances beyond 500 metres, less than a pixel of disparity, are missing too.</summary>
    public static DepthLabelEncoding KittiDisparity { get; } = new() { FocalTimesBaseline = 721.5 * 0.54, FarthestMeters = 500 };

    /// <summary>Cityscapes' disparities: 16 bits, (sample - 1) / 256 pixels, 0 is missing; with a nominal camera of 2262.5 pixels and 0.209
    /// metres. Distances beyond 500 metres, less than a pixel of disparity, are missing too: they are matching errors (sample 2 is 121 km).</summary>
    public static DepthLabelEncoding CityscapesDisparity { get; } = new()
    {
        FocalTimesBaseline = 2262.5 * 0.209,
        DisparityOffset = -1 / 256.0,
        FarthestMeters = 500,
    };

    /// <summary>Metres per unit of the sample. Not used for disparities.</summary>
    /// <value>Positive. Default 0.01.</value>
    public double MetersPerUnit { get; init; } = 0.01;

    /// <summary>Sample values of pixels without depth.</summary>
    /// <value>0 to 65535. Default 0.</value>
    public IReadOnlyList<int> MissingValues { get; init; } = [0];

    /// <summary>Focal length in pixels, at the label's own resolution, times the stereo baseline in metres; null if samples are distances.</summary>
    /// <value>Positive or null. Default null.</value>
    public double? FocalTimesBaseline { get; init; }

    /// <summary>Pixels of disparity per unit of the sample.</summary>
    /// <value>Positive. Default 1/256.</value>
    public double DisparityPerUnit { get; init; } = 1 / 256.0;

    /// <summary>Disparity at sample 0, pixels.</summary>
    /// <value>Finite. Default 0.</value>
    public double DisparityOffset { get; init; }

    /// <summary>The farthest distance that counts; larger ones are missing. For disparities, small ones are inexact: an error of half a
    /// pixel halves or doubles the distance at one pixel.</summary>
    /// <value>Positive and finite, metres. Default 100,000, beyond which no depth counts in <see cref="DepthTask"/> whatever is set here;
    /// 500 for <see cref="KittiDisparity"/> and <see cref="CityscapesDisparity"/>.</value>
    public double FarthestMeters { get; init; } = MaximumMeters;

    /// <summary>Fills a table with the metres of every 16-bit sample; NaN for missing values.</summary>
    /// <param name="table">Receives 65,536 distances.</param>
    internal void FillTable(Span<float> table)
    {
        for (var value = 0; value < table.Length; value++)
            table[value] = (float)Meters(value);
        foreach (var value in MissingValues)
            table[value] = float.NaN;
    }

    private double Meters(int value)
    {
        var disparity = (value * DisparityPerUnit) + DisparityOffset;
        var meters = FocalTimesBaseline is { } focalTimesBaseline ? focalTimesBaseline / disparity : value * MetersPerUnit;
        return (FocalTimesBaseline is null || disparity > 0) && meters <= FarthestMeters ? meters : double.NaN;
    }

    internal override void Validate()
    {
        base.Validate();
        ThrowIfNotPositive(MetersPerUnit, nameof(MetersPerUnit));
        ThrowIfNotPositive(FocalTimesBaseline ?? 1, nameof(FocalTimesBaseline));
        ThrowIfNotPositive(DisparityPerUnit, nameof(DisparityPerUnit));
        ThrowIfNotPositive(FarthestMeters, nameof(FarthestMeters));
        if (!double.IsFinite(DisparityOffset))
            throw new ArgumentOutOfRangeException(nameof(DisparityOffset), DisparityOffset, "'DisparityOffset' must be finite.");
        CheckRange(MissingValues, ushort.MaxValue, nameof(MissingValues));
    }

    private static void ThrowIfNotPositive(double value, string property)
    {
        if (!double.IsFinite(value) || value <= 0)
            throw new ArgumentOutOfRangeException(property, value, $"'{property}' must be positive and finite.");
    }
}

namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskTransformsCatalog.LoadFrames(LoadFramesOptions)"/>.</summary>
public sealed record LoadFramesOptions
{
    /// <summary>Rows of every decoded image, in pixels.</summary>
    /// <value>At least 1. Default 224.</value>
    public int Height { get; init; } = 224;

    /// <summary>Columns of every decoded image, in pixels.</summary>
    /// <value>At least 1. Default 384.</value>
    public int Width { get; init; } = 384;

    /// <summary>Encodings of label images by label name: "Depth" is that of column <c>DepthPath</c>. They go before the columns' and the
    /// rows' own.</summary>
    /// <value>
    /// Default empty: each column's annotation counts, as readers of this package set it; without one, <c>SegmentationPath</c> holds
    /// the class itself (255 ignored), <c>DepthPath</c> 16-bit values of 1/256 metre with 0 for missing, <c>MotionPath</c> 0 static and
    /// 1 moving (255 ignored), and other text columns are no labels.
    /// </value>
    public IReadOnlyDictionary<string, LabelEncoding> LabelEncodings { get; init; } = new Dictionary<string, LabelEncoding>();

    /// <summary>A folder in which decoded images are kept, a file each, so that each is decoded once and not in every epoch.</summary>
    /// <remarks>
    /// <para>It is made where it is not there, and several programs may share it. A file has 12 bytes and the pixels, 3 bytes each of a
    /// frame, 1 of a class label and 4 of depth: at 224 x 384, 252 KiB a frame, 84 KiB a class label and 336 KiB a depth label.</para>
    /// <para>What is kept is used again for the same path, length and time of the image's file, <see cref="Height"/>,
    /// <see cref="Width"/> and encoding; with any other the image is decoded again and kept beside the former one. Nothing is ever
    /// removed. While no program uses the folder, it can be deleted without harm: all of it can be decoded again.</para>
    /// </remarks>
    /// <value>A path, or null to keep nothing. It is not saved with a model. Default null.</value>
    public string? CacheFolder { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        if (3L * Height * Width > Array.MaxLength)
            throw new ArgumentOutOfRangeException(
                nameof(Height), Height, $"'Height' x 'Width' must be at most {Array.MaxLength / 3} pixels, but was {Height} x {Width}.");
        foreach (var encoding in LabelEncodings.Values)
            encoding.Validate();
        if (CacheFolder is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(CacheFolder);
    }
}

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

    /// <summary>Encodings of label images by label name: "Depth" is for the column <c>DepthPath</c>. They override those of the data, per
    /// column and per row.</summary>
    /// <value>
    /// Default empty: each column's annotation applies, as set by the readers of this package. Without one, <c>SegmentationPath</c>
    /// holds the class itself (255 ignored), <c>DepthPath</c> 16-bit values of 1/256 metre with 0 for missing, <c>MotionPath</c> 0 for
    /// static and 1 for moving (255 ignored), and other text columns are not labels.
    /// </value>
    public IReadOnlyDictionary<string, LabelEncoding> LabelEncodings { get; init; } = new Dictionary<string, LabelEncoding>();

    /// <summary>A cache folder for decoded images, one file each, so that each is decoded once instead of in every epoch.</summary>
    /// <remarks>
    /// <para>It is created if it does not exist, and several programs can share it. A file has 12 bytes plus the pixels, 3 bytes each for a
    /// frame, 1 for a class label and 4 for depth: at 224 x 384, 252 KiB per frame, 84 KiB per class label, 336 KiB per depth label.</para>
    /// <para>A cached image is used for the same path, length and time of the image file, <see cref="Height"/>, <see cref="Width"/> and encoding; if
    /// any of them changes, the image is decoded and cached again. Nothing is ever removed: delete the folder while no program uses it.</para>
    /// <para>If the folder cannot be read or written, or the disk is full, images are decoded every time and a warning is logged once.</para>
    /// </remarks>
    /// <value>A path, or null for no cache. Not saved with a model. Default null.</value>
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

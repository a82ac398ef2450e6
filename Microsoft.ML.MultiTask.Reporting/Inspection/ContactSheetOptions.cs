namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>Options of <see cref="MultiTaskInspectionExtensions.WriteContactSheet"/>.</summary>
public sealed record ContactSheetOptions
{
    /// <summary>The maximum number of rows, evenly spread over the data.</summary>
    /// <value>1 to 100. Default 8.</value>
    public int Rows { get; init; } = 8;

    /// <summary>The width of a picture. The height follows from the aspect ratio of the first frame.</summary>
    /// <value>32 to 1024 pixels. Default 320.</value>
    public int TileWidth { get; init; } = 320;

    /// <summary>The depth painted in the first, warmest colour, as are all smaller depths.</summary>
    /// <value>Positive, metres. Default 2.</value>
    public double NearMeters { get; init; } = 2;

    /// <summary>The depth painted in the last, coldest colour, as are all larger depths.</summary>
    /// <value>Above <see cref="NearMeters"/>, metres. Default 80.</value>
    public double FarMeters { get; init; } = 80;

    /// <summary>Encodings of label images by label name: "Depth" is the one of column <c>DepthPath</c>. They override the columns'
    /// and the rows' own.</summary>
    /// <value>Default empty: see <see cref="LoadFramesOptions.LabelEncodings"/>.</value>
    public IReadOnlyDictionary<string, LabelEncoding> LabelEncodings { get; init; } = new Dictionary<string, LabelEncoding>();

    /// <summary>Shows below every row, of which all frames are then painted, what <c>Transforms.Augment</c> makes of it in the first epochs.</summary>
    /// <remarks>The draws are those of a training with the seed <see cref="AugmentationOptions.Seed"/>, 0 by default, on the same rows.</remarks>
    /// <value>Default null: rows are shown as they are.</value>
    public AugmentationOptions? Augmentation { get; init; }

    /// <summary>The number of epochs that are shown with <see cref="Augmentation"/>.</summary>
    /// <value>1 to 20. Default 3.</value>
    public int Epochs { get; init; } = 3;

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(TileWidth, 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TileWidth, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Epochs, 20);
        if (!(NearMeters > 0 && FarMeters > NearMeters && double.IsFinite(FarMeters)))
            throw new ArgumentException(FormattableString.Invariant(
                $"'{nameof(NearMeters)}' must be positive and '{nameof(FarMeters)}' larger, but they were {NearMeters} and {FarMeters}."));
    }
}

namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadFrameTable"/>.</summary>
public sealed record FrameTableOptions : SequenceOptions
{
    /// <summary>Encodings of the label images by label name: "Lane" is for the column <c>LanePath</c>.</summary>
    /// <value>
    /// Default empty: <c>SegmentationPath</c> is <see cref="ClassLabelEncoding.Cityscapes"/>, <c>DepthPath</c>
    /// <see cref="DepthLabelEncoding.Kitti"/>, <c>MotionPath</c> <see cref="ClassLabelEncoding.Motion"/>; labels with other names need an
    /// entry.
    /// </value>
    public IReadOnlyDictionary<string, LabelEncoding> LabelEncodings { get; init; } = new Dictionary<string, LabelEncoding>();

    /// <summary>Reads only rows with this value in the column <c>Split</c>; null reads all.</summary>
    /// <value>Case-insensitive. Default null.</value>
    public string? Split { get; init; }

    /// <summary>The separator of the values in a line.</summary>
    /// <value>Default ",".</value>
    public string Separator { get; init; } = ",";

    internal LabelEncoding? EncodingOf(string label) => LabelEncodings.GetValueOrDefault(label) switch
    {
        ClassLabelEncoding classes when label == "Segmentation" => Mapped(classes),
        { } encoding => encoding,
        null => label switch
        {
            "Segmentation" => Mapped(ClassLabelEncoding.Cityscapes),
            "Depth" => DepthLabelEncoding.Kitti,
            "Motion" => ClassLabelEncoding.Motion,
            _ => null,
        },
    };

    internal override void Validate()
    {
        base.Validate();
        ArgumentException.ThrowIfNullOrEmpty(Separator);
        CheckLabels(LabelEncodings, nameof(LabelEncodings));
        _ = EncodingOf("Segmentation");
    }
}

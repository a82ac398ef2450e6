namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadFrameTable"/>.</summary>
public sealed record FrameTableOptions : SequenceOptions
{
    /// <summary>What the label images mean, by label name: "Lane" is the encoding of column <c>LanePath</c>.</summary>
    /// <value>
    /// Default empty: <c>SegmentationPath</c> is <see cref="ClassLabelEncoding.Cityscapes"/>, <c>DepthPath</c>
    /// <see cref="DepthLabelEncoding.Kitti"/>, <c>MotionPath</c> <see cref="ClassLabelEncoding.Motion"/>; labels of other names need one.
    /// </value>
    public IReadOnlyDictionary<string, LabelEncoding> LabelEncodings { get; init; } = new Dictionary<string, LabelEncoding>();

    /// <summary>Reads only rows whose column <c>Split</c> has this value; null reads all.</summary>
    /// <value>Upper or lower case. Default null.</value>
    public string? Split { get; init; }

    /// <summary>What separates the values of a line.</summary>
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

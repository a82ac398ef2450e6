namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadFrameFolders"/>.</summary>
public sealed record FrameFolderOptions : SequenceOptions
{
    /// <summary>What the images of <c>segmentation</c> mean.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Cityscapes"/>.</value>
    public ClassLabelEncoding Segmentation { get; init; } = ClassLabelEncoding.Cityscapes;

    /// <summary>What the images of <c>depth</c> mean.</summary>
    /// <value>Default <see cref="DepthLabelEncoding.Kitti"/>.</value>
    public DepthLabelEncoding Depth { get; init; } = DepthLabelEncoding.Kitti;

    /// <summary>What the images of <c>motion</c> mean.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Motion"/>.</value>
    public ClassLabelEncoding Motion { get; init; } = ClassLabelEncoding.Motion;

    /// <summary>Labels of other tasks: "Lane" is read from the folder <c>lane</c> into the column <c>LanePath</c>.</summary>
    /// <value>Encodings by label name. Default empty.</value>
    public IReadOnlyDictionary<string, LabelEncoding> OtherLabels { get; init; } = new Dictionary<string, LabelEncoding>();

    internal ClassLabelEncoding MappedSegmentation => Mapped(Segmentation);

    internal override void Validate()
    {
        base.Validate();
        Depth.Validate();
        Motion.Validate();
        CheckLabels(OtherLabels, nameof(OtherLabels), "Segmentation", "Depth", "Motion");
        _ = MappedSegmentation;
    }
}

namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadFrameFolders"/>.</summary>
public sealed record FrameFolderOptions : SequenceOptions
{
    /// <summary>The encoding of the images in <c>segmentation</c>.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Cityscapes"/>.</value>
    public ClassLabelEncoding Segmentation { get; init; } = ClassLabelEncoding.Cityscapes;

    /// <summary>The encoding of the images in <c>depth</c>.</summary>
    /// <value>Default <see cref="DepthLabelEncoding.Kitti"/>.</value>
    public DepthLabelEncoding Depth { get; init; } = DepthLabelEncoding.Kitti;

    /// <summary>The encoding of the images in <c>motion</c>.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Motion"/>.</value>
    public ClassLabelEncoding Motion { get; init; } = ClassLabelEncoding.Motion;

    /// <summary>Labels of other tasks: "Lane" is read from the folder <c>lane</c> into the column <c>LanePath</c>.</summary>
    /// <value>Encodings by label name. Default empty.</value>
    public IReadOnlyDictionary<string, LabelEncoding> OtherLabels { get; init; } = new Dictionary<string, LabelEncoding>();

    internal override void Validate()
    {
        base.Validate();
        Depth.Validate();
        Motion.Validate();
        CheckLabels(OtherLabels, nameof(OtherLabels), "Segmentation", "Depth", "Motion");
        _ = Mapped(Segmentation);
    }
}

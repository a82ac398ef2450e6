namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadVirtualKitti2"/>. The data set has no official split: split it by
/// <see cref="Scenes"/>.</summary>
public sealed record VirtualKitti2Options : SequenceOptions
{
    /// <summary>The scenes to read.</summary>
    /// <value>Of Scene01, Scene02, Scene06, Scene18 and Scene20. Default empty: all that exist.</value>
    public IReadOnlyList<string> Scenes { get; init; } = [];

    /// <summary>The variations of a scene to read.</summary>
    /// <value>Of clone, fog, morning, overcast, rain, sunset, 15-deg-left, 15-deg-right, 30-deg-left and 30-deg-right. Default empty: all
    /// that exist.</value>
    public IReadOnlyList<string> Variations { get; init; } = [];

    /// <summary>The cameras to read, each as a separate sequence.</summary>
    /// <value>Camera_0 (left) and Camera_1. Default Camera_0.</value>
    public IReadOnlyList<string> Cameras { get; init; } = ["Camera_0"];

    /// <summary>The encoding of the images in <c>classSegmentation</c>.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.VirtualKitti2"/>.</value>
    public ClassLabelEncoding Segmentation { get; init; } = ClassLabelEncoding.VirtualKitti2;

    /// <summary>The encoding of the images in <c>depth</c>.</summary>
    /// <value>Default <see cref="DepthLabelEncoding.Synthia"/>: centimetres, and 65535, the sky, is missing.</value>
    public DepthLabelEncoding Depth { get; init; } = DepthLabelEncoding.Synthia;

    internal override void Validate()
    {
        base.Validate();
        CheckNames(Cameras, nameof(Cameras));
        Depth.Validate();
        _ = Mapped(Segmentation);
    }
}

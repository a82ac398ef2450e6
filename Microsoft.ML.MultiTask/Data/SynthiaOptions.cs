namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadSynthia"/>.</summary>
public sealed record SynthiaOptions : SequenceOptions
{
    /// <summary>The folder of one camera below <c>RGB</c>, <c>Depth</c>, <c>GT/LABELS</c> and <c>Motion</c>.</summary>
    /// <value>Stereo_Left or Stereo_Right, then Omni_F, Omni_B, Omni_L or Omni_R. Default "Stereo_Left/Omni_F".</value>
    public string Camera { get; init; } = "Stereo_Left/Omni_F";

    /// <summary>What the label images of <c>GT/LABELS</c> mean. Images of 8 bits, grey or palette are read too: the class is the first
    /// sample.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Synthia"/>.</value>
    public ClassLabelEncoding Segmentation { get; init; } = ClassLabelEncoding.Synthia;

    /// <summary>What the images of <c>Depth</c> mean.</summary>
    /// <value>Default <see cref="DepthLabelEncoding.Synthia"/>.</value>
    public DepthLabelEncoding Depth { get; init; } = DepthLabelEncoding.Synthia;

    /// <summary>What the images of <c>Motion</c> mean; SYNTHIA itself has none.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Motion"/>.</value>
    public ClassLabelEncoding Motion { get; init; } = ClassLabelEncoding.Motion;

    internal override void Validate()
    {
        base.Validate();
        ArgumentException.ThrowIfNullOrWhiteSpace(Camera);
        Segmentation.Validate();
        Depth.Validate();
        Motion.Validate();
    }
}

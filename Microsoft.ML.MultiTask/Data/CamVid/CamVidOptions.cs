namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadCamVid"/>.</summary>
public sealed record CamVidOptions : SequenceOptions
{
    /// <summary>Sets a stride of 30 frames, one second: labelled frames are that far apart, but for the validation part, where every second
    /// frame is labelled. A frame without predecessor stands in for it, so that no labelled frame is left out.</summary>
    public CamVidOptions() => (Stride, SequenceStart) = (30, SequenceStart.Repeat);

    /// <summary>The split to read. The original data set has none; lists <c>train.txt</c>, <c>val.txt</c> and <c>test.txt</c> next to its
    /// folders define them.</summary>
    /// <value>All, Train, Validation or Test. Default <see cref="DataSplit.All"/>.</value>
    public DataSplit Split { get; init; } = DataSplit.All;

    /// <summary>The folder of frames of the original data set.</summary>
    /// <value>Default "701_StillsRaw_full".</value>
    public string FramesFolder { get; init; } = "701_StillsRaw_full";

    /// <summary>The folder of labels of the original data set.</summary>
    /// <value>Default "LabeledApproved_full".</value>
    public string LabelsFolder { get; init; } = "LabeledApproved_full";

    /// <summary>The encoding of the labels. Null chooses <see cref="ClassLabelEncoding.CamVid"/> for the copy published with SegNet, and
    /// for the original the colours of <c>label_colors.txt</c> in their order; Void is ignored.</summary>
    /// <value>Default null.</value>
    public ClassLabelEncoding? Segmentation { get; init; }

    internal override void Validate()
    {
        base.Validate();
        CheckSplit(Split, DataSplit.All, DataSplit.Train, DataSplit.Validation, DataSplit.Test);
        ArgumentException.ThrowIfNullOrWhiteSpace(FramesFolder);
        ArgumentException.ThrowIfNullOrWhiteSpace(LabelsFolder);
        if (Segmentation is not null)
            _ = Mapped(Segmentation);
    }
}

namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadCamVid"/>.</summary>
public sealed record CamVidOptions : SequenceOptions
{
    /// <summary>Takes the frame a second earlier, 30 frames at the video's rate: the labelled frames are so far apart.</summary>
    public CamVidOptions() => Stride = 30;

    /// <summary>The part to read. The original data set has no parts; lists <c>train.txt</c>, <c>val.txt</c> and <c>test.txt</c> beside its
    /// folders make some.</summary>
    /// <value>All, Train, Validation or Test. Default <see cref="DataSplit.All"/>.</value>
    public DataSplit Split { get; init; } = DataSplit.All;

    /// <summary>The folder of frames of the original data set.</summary>
    /// <value>Default "701_StillsRaw_full".</value>
    public string FramesFolder { get; init; } = "701_StillsRaw_full";

    /// <summary>The folder of labels of the original data set.</summary>
    /// <value>Default "LabeledApproved_full".</value>
    public string LabelsFolder { get; init; } = "LabeledApproved_full";

    /// <summary>What the labels mean; null for <see cref="ClassLabelEncoding.CamVid"/> in the copy published with SegNet, and in the
    /// original for the colours of <c>label_colors.txt</c>, in its order and without Void, which is ignored.</summary>
    /// <value>Default null.</value>
    public ClassLabelEncoding? Segmentation { get; init; }

    internal ClassLabelEncoding MappedSegmentation(ClassLabelEncoding published) => Mapped(Segmentation ?? published);

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

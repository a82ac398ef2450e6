namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadCityscapes"/>.</summary>
public sealed record CityscapesOptions : SequenceOptions
{
    /// <summary>The split to read: folder train, val, test or train_extra.</summary>
    /// <value>Default <see cref="DataSplit.Train"/>.</value>
    public DataSplit Split { get; init; } = DataSplit.Train;

    /// <summary>Whether every frame of leftImg8bit_sequence makes a row, not only those of leftImg8bit, which have the labels.</summary>
    /// <value>Default false.</value>
    public bool AllFrames { get; init; }

    /// <summary>The package of segmentation labels.</summary>
    /// <value>"gtFine", "gtCoarse", or null: gtCoarse for train_extra, which has no other, and gtFine otherwise. Default null.</value>
    public string? Annotations { get; init; }

    /// <summary>The encoding of the segmentation labels. Null chooses <see cref="ClassLabelEncoding.CityscapesIds"/> if there are files
    /// <c>_labelIds.png</c>, and <see cref="ClassLabelEncoding.Cityscapes"/> if there are only files <c>_labelTrainIds.png</c>.</summary>
    /// <value>Default null.</value>
    public ClassLabelEncoding? Segmentation { get; init; }

    /// <summary>The encoding of the disparities. If there is a folder <c>camera</c>, each frame's own camera overrides
    /// <see cref="DepthLabelEncoding.FocalTimesBaseline"/>.</summary>
    /// <value>Default <see cref="DepthLabelEncoding.CityscapesDisparity"/>, whose camera is nominal: depth may be off by a few percent.</value>
    public DepthLabelEncoding Depth { get; init; } = DepthLabelEncoding.CityscapesDisparity;

    /// <summary>The folder of motion masks, which Cityscapes itself does not have; searched with three levels of its subfolders. Null for none.</summary>
    /// <value>Absolute, or relative to the data set's folder. Default null.</value>
    public string? MotionFolder { get; init; }

    /// <summary>The end of the names of motion masks, after city, sequence and frame: with "_motion.png", masks are named
    /// aachen_000000_000019_motion.png.</summary>
    /// <value>Ends in ".png". Default "_motion.png".</value>
    public string MotionSuffix { get; init; } = "_motion.png";

    /// <summary>The encoding of the motion masks.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Motion"/>; use <see cref="ClassLabelEncoding.SmsnetMotion"/> for those of Vertens et al.</value>
    public ClassLabelEncoding Motion { get; init; } = ClassLabelEncoding.Motion;

    internal override void Validate()
    {
        base.Validate();
        if (!Enum.IsDefined(Split))
            throw new ArgumentOutOfRangeException(nameof(Split), Split, "'Split' must be All, Train, Validation, Test or TrainExtra.");
        if (Annotations is not (null or "gtFine" or "gtCoarse"))
            throw new ArgumentException($"'Annotations' must be gtFine, gtCoarse or null, but was '{Annotations}'.", nameof(Annotations));
        if (MotionFolder is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(MotionFolder);
        if (!MotionSuffix.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"'MotionSuffix' must end in '.png', but was '{MotionSuffix}'.", nameof(MotionSuffix));
        Depth.Validate();
        Motion.Validate();
        _ = Mapped(Segmentation ?? ClassLabelEncoding.CityscapesIds);
    }
}

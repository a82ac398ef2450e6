namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadKitti"/>.</summary>
public sealed record KittiOptions : SequenceOptions
{
    /// <summary>Pairs a labelled frame with the one after it, which both the two-frame and the multiview release have.</summary>
    public KittiOptions() => Stride = -1;

    /// <summary>Train is the folder <c>training</c>, with labels; Test is <c>testing</c>, without.</summary>
    /// <value>Train, Test or All, where the column Sequence names the folder too. Default <see cref="DataSplit.Train"/>.</value>
    public DataSplit Split { get; init; } = DataSplit.Train;

    /// <summary>The folder of frames: the left colour camera, which the labels belong to, or the right one, whose rows have none.</summary>
    /// <value>"image_2" or "image_3". Default "image_2".</value>
    public string Camera { get; init; } = "image_2";

    /// <summary>The folder of disparities: of all pixels, or of those that the right camera sees too.</summary>
    /// <value>"disp_occ_0" or "disp_noc_0". Default "disp_occ_0".</value>
    public string Disparity { get; init; } = "disp_occ_0";

    /// <summary>Whether the frames _00 to _09 and _11 to _20 make rows as well as _10, the only one that can have labels.</summary>
    /// <value>Default false.</value>
    public bool AllFrames { get; init; }

    /// <summary>What the images of <c>semantic</c> mean.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.CityscapesIds"/>.</value>
    public ClassLabelEncoding Segmentation { get; init; } = ClassLabelEncoding.CityscapesIds;

    /// <summary>What the disparities mean. Where there is a folder <c>calib_cam_to_cam</c>, each frame's own calibration goes before
    /// <see cref="DepthLabelEncoding.FocalTimesBaseline"/>.</summary>
    /// <value>Default <see cref="DepthLabelEncoding.KittiDisparity"/>, whose camera is nominal: depth may be off by a few percent.</value>
    public DepthLabelEncoding Depth { get; init; } = DepthLabelEncoding.KittiDisparity;

    /// <summary>What the images of <c>obj_map</c> mean: they number the cars that move by themselves, and nothing else that may
    /// move.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.AnyMotion"/>.</value>
    public ClassLabelEncoding Motion { get; init; } = ClassLabelEncoding.AnyMotion;

    internal ClassLabelEncoding MappedSegmentation => Mapped(Segmentation);

    internal override void Validate()
    {
        base.Validate();
        CheckSplit(Split, DataSplit.All, DataSplit.Train, DataSplit.Test);
        if (Camera is not ("image_2" or "image_3"))
            throw new ArgumentException($"'Camera' must be image_2 or image_3, but was '{Camera}'.", nameof(Camera));
        if (Disparity is not ("disp_occ_0" or "disp_noc_0"))
            throw new ArgumentException($"'Disparity' must be disp_occ_0 or disp_noc_0, but was '{Disparity}'.", nameof(Disparity));
        Depth.Validate();
        Motion.Validate();
        _ = MappedSegmentation;
    }
}

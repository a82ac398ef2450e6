namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadKitti"/>.</summary>
public sealed record KittiOptions : SequenceOptions
{
    /// <summary>Sets the stride to -1: a labelled frame is paired with the next one, which both the two-frame and the multiview release
    /// have.</summary>
    public KittiOptions() => Stride = -1;

    /// <summary>The split to read: Train is the folder <c>training</c>, with labels; Test is <c>testing</c>, without.</summary>
    /// <value>Train, Test or All, for which the column Sequence includes the folder. Default <see cref="DataSplit.Train"/>.</value>
    public DataSplit Split { get; init; } = DataSplit.Train;

    /// <summary>The folder of frames: the left colour camera, which the labels belong to, or the right one, whose rows have no labels.</summary>
    /// <value>"image_2" or "image_3". Default "image_2".</value>
    public string Camera { get; init; } = "image_2";

    /// <summary>The folder of disparities: of all pixels, or only of pixels visible in both cameras.</summary>
    /// <value>"disp_occ_0" or "disp_noc_0". Default "disp_occ_0".</value>
    public string Disparity { get; init; } = "disp_occ_0";

    /// <summary>Whether the frames _00 to _09 and _11 to _20 make rows too, besides _10, the only one that can have labels.</summary>
    /// <value>Default false.</value>
    public bool AllFrames { get; init; }

    /// <summary>The encoding of the images in <c>semantic</c>.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.CityscapesIds"/>.</value>
    public ClassLabelEncoding Segmentation { get; init; } = ClassLabelEncoding.CityscapesIds;

    /// <summary>The encoding of the disparities. If there is a folder <c>calib_cam_to_cam</c>, each frame's own calibration overrides
    /// <see cref="DepthLabelEncoding.FocalTimesBaseline"/>.</summary>
    /// <value>Default <see cref="DepthLabelEncoding.KittiDisparity"/>, whose camera is nominal: depth may be off by a few percent.</value>
    public DepthLabelEncoding Depth { get; init; } = DepthLabelEncoding.KittiDisparity;

    /// <summary>The encoding of the images in <c>obj_map</c>, which number the moving cars and nothing else that moves.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.AnyMotion"/>.</value>
    public ClassLabelEncoding Motion { get; init; } = ClassLabelEncoding.AnyMotion;

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
        _ = Mapped(Segmentation);
    }
}

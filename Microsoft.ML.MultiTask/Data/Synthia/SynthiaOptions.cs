namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadSynthia"/>.</summary>
public sealed record SynthiaOptions : SequenceOptions
{
    /// <summary>The split to read. SYNTHIA has no official split; the MultiNet++ paper trains on sequence 02 and validates on
    /// 05, without naming the seasons.</summary>
    /// <value>All, Train (02) or Validation (05). Default <see cref="DataSplit.All"/>.</value>
    public DataSplit Split { get; init; } = DataSplit.All;

    /// <summary>The numbers of the sequences to read, such as "02" of SYNTHIA-SEQS-02-SUMMER, within <see cref="Split"/>.</summary>
    /// <value>Default empty: all.</value>
    public IReadOnlyList<string> Sequences { get; init; } = [];

    /// <summary>The seasons to read, such as "SUMMER" of SYNTHIA-SEQS-02-SUMMER.</summary>
    /// <value>Case-insensitive. Default empty: all.</value>
    public IReadOnlyList<string> Seasons { get; init; } = [];

    /// <summary>The cameras to read: folders below <c>RGB</c>, <c>Depth</c>, <c>GT/LABELS</c> and <c>Motion</c>. Each camera of a drive is
    /// a separate sequence; with several cameras the column <c>Sequence</c> includes the camera.</summary>
    /// <value>Stereo_Left or Stereo_Right, then Omni_F, Omni_B, Omni_L or Omni_R. Default "Stereo_Left/Omni_F".</value>
    public IReadOnlyList<string> Cameras { get; init; } = ["Stereo_Left/Omni_F"];

    /// <summary>The encoding of the label images in <c>GT/LABELS</c>. 8-bit grey and palette images are supported too: the class is the
    /// first sample.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Synthia"/>.</value>
    public ClassLabelEncoding Segmentation { get; init; } = ClassLabelEncoding.Synthia;

    /// <summary>The encoding of the images in <c>Depth</c>.</summary>
    /// <value>Default <see cref="DepthLabelEncoding.Synthia"/>.</value>
    public DepthLabelEncoding Depth { get; init; } = DepthLabelEncoding.Synthia;

    /// <summary>The encoding of the images in <c>Motion</c>; SYNTHIA itself has none.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.Motion"/>.</value>
    public ClassLabelEncoding Motion { get; init; } = ClassLabelEncoding.Motion;

    internal override void Validate()
    {
        base.Validate();
        CheckSplit(Split, DataSplit.All, DataSplit.Train, DataSplit.Validation);
        CheckNames(Cameras, nameof(Cameras));
        Depth.Validate();
        Motion.Validate();
        _ = Mapped(Segmentation);
    }

    /// <summary>Whether the options select the sequence in a folder of this name.</summary>
    internal bool Selects(string name)
    {
        var parts = name.Split('-');
        var number = Array.FindIndex(parts, part => part.Equals("SEQS", StringComparison.OrdinalIgnoreCase)) + 1;
        bool Has(int part, IEnumerable<string> wanted) =>
            number > 0 && part < parts.Length && wanted.Contains(parts[part], StringComparer.OrdinalIgnoreCase);
        return (Split == DataSplit.All || Has(number, [Split == DataSplit.Train ? "02" : "05"]))
            && (Sequences.Count == 0 || Has(number, Sequences))
            && (Seasons.Count == 0 || Has(number + 1, Seasons));
    }
}

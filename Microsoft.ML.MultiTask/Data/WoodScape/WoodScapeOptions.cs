namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskDataCatalog.LoadWoodScape"/>. Each frame has one predecessor, so there are at most two streams
/// and the stride is 1.</summary>
public sealed record WoodScapeOptions : SequenceOptions
{
    /// <summary>The split to read, by lists <c>train.txt</c>, <c>val.txt</c> and <c>test.txt</c> in the data set's folder; the authors
    /// publish some with their code.</summary>
    /// <value>All, Train, Validation or Test. Default <see cref="DataSplit.All"/>.</value>
    public DataSplit Split { get; init; } = DataSplit.All;

    /// <summary>The cameras to read, each as a sequence.</summary>
    /// <value>FV (front), RV (rear), MVL and MVR (mirrors). Default all four.</value>
    public IReadOnlyList<string> Cameras { get; init; } = ["FV", "RV", "MVL", "MVR"];

    /// <summary>The encoding of the images in <c>semantic_annotations/gtLabels</c>.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.WoodScape"/>.</value>
    public ClassLabelEncoding Segmentation { get; init; } = ClassLabelEncoding.WoodScape;

    /// <summary>The encoding of the images in <c>motion_annotations/gtLabels</c>, which distinguish 19 classes of moving objects.</summary>
    /// <value>Default <see cref="ClassLabelEncoding.AnyMotion"/>.</value>
    public ClassLabelEncoding Motion { get; init; } = ClassLabelEncoding.AnyMotion;

    internal override void Validate()
    {
        base.Validate();
        if (Streams > 2 || Stride != 1)
            throw new ArgumentOutOfRangeException(nameof(Streams), Streams,
                $"'Streams' must be 1 or 2 and 'Stride' 1, because WoodScape has one predecessor per frame, "
                + $"but were {Streams} and {Stride}.");
        CheckSplit(Split, DataSplit.All, DataSplit.Train, DataSplit.Validation, DataSplit.Test);
        CheckNames(Cameras, nameof(Cameras));
        Motion.Validate();
        _ = Mapped(Segmentation);
    }
}

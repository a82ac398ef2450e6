namespace Microsoft.ML.MultiTask;

/// <summary>How well moving pixels were told from static ones.</summary>
public sealed record MotionMetrics : TaskMetrics
{
    /// <summary>
    /// The share of labelled pixels whose class was predicted, 0 to 1; NaN without any. Few pixels move, so predicting that none does
    /// comes close to 1: read it beside <see cref="MovingIoU"/>.
    /// </summary>
    public required double Accuracy { get; init; }

    /// <summary>Intersection over union of the moving class, 0 to 1; NaN where nothing moves, in the labels and the predictions.</summary>
    public required double MovingIoU { get; init; }

    /// <summary>The share of pixels predicted to move that do, 0 to 1; NaN where none was predicted to.</summary>
    public required double Precision { get; init; }

    /// <summary>The share of moving pixels that were predicted to move, 0 to 1; NaN where none moves.</summary>
    public required double Recall { get; init; }

    /// <summary>
    /// The harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>, 0 to 1; NaN where <see cref="MovingIoU"/> is.
    /// </summary>
    public required double F1Score { get; init; }

    /// <summary>Intersection over union of the static class, 0 to 1; NaN where all moves, in the labels and the predictions.</summary>
    public required double StaticIoU { get; init; }

    /// <summary>
    /// The mean of <see cref="MovingIoU"/> and <see cref="StaticIoU"/>, 0 to 1; of one of them where the other is NaN, and NaN where both
    /// are.
    /// </summary>
    public required double MeanIoU { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Values =>
    [
        new(nameof(Accuracy), Accuracy), new(nameof(MovingIoU), MovingIoU), new(nameof(Precision), Precision), new(nameof(Recall), Recall),
        new(nameof(F1Score), F1Score), new(nameof(StaticIoU), StaticIoU), new(nameof(MeanIoU), MeanIoU),
    ];
}

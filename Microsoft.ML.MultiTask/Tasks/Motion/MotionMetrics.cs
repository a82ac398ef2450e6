namespace Microsoft.ML.MultiTask;

/// <summary>How well moving pixels were separated from static ones. What there is no pixel to measure on is NaN.</summary>
public sealed record MotionMetrics : TaskMetrics
{
    /// <summary>
    /// Share of the labelled pixels whose class was predicted, 0 to 1. Few pixels move, so predicting that none does scores close to 1:
    /// read it beside <see cref="MovingIoU"/>.
    /// </summary>
    public required double Accuracy { get; init; }

    /// <summary>Intersection over union of the moving class, 0 to 1; NaN if no pixel is labelled or predicted as moving.</summary>
    public required double MovingIoU { get; init; }

    /// <summary>Share of the pixels predicted as moving that are, 0 to 1; NaN if none was predicted as moving.</summary>
    public required double Precision { get; init; }

    /// <summary>Share of the moving pixels that were predicted as moving, 0 to 1; NaN if none moves.</summary>
    public required double Recall { get; init; }

    /// <summary>The harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>, 0 to 1; NaN if <see cref="MovingIoU"/> is.</summary>
    public required double F1Score { get; init; }

    /// <summary>Intersection over union of the static class, 0 to 1; NaN if no pixel is labelled or predicted as static.</summary>
    public required double StaticIoU { get; init; }

    /// <summary>The mean of those of <see cref="MovingIoU"/> and <see cref="StaticIoU"/> that are not NaN, 0 to 1; NaN if both are.</summary>
    public required double MeanIoU { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Values =>
    [
        new(nameof(Accuracy), Accuracy), new(nameof(MovingIoU), MovingIoU), new(nameof(Precision), Precision), new(nameof(Recall), Recall),
        new(nameof(F1Score), F1Score), new(nameof(StaticIoU), StaticIoU), new(nameof(MeanIoU), MeanIoU),
    ];
}

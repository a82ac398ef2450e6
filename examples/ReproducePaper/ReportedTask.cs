/// <summary>The metrics of a task in the tables.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="PaperMetric">The metric beside the published value.</param>
/// <param name="PaperMetricInWords">Its heading.</param>
/// <param name="FairMetric">A metric that large classes and distances do not dominate.</param>
/// <param name="FairMetricInWords">Its heading.</param>
internal sealed record ReportedTask(
    string Name, string PaperMetric, string PaperMetricInWords, string FairMetric, string FairMetricInWords)
{
    /// <summary>The paper's three tasks.</summary>
    internal static IReadOnlyList<ReportedTask> All { get; } =
    [
        new("Segmentation", "PixelAccuracy", "pixel accuracy", "MeanIoU", "mean IoU"),
        new("Depth", "Delta1Accuracy", "δ < 1.25", "AbsRelError", "relative error"),
        new("Motion", "Accuracy", "pixel accuracy", "MovingIoU", "moving IoU"),
    ];
}

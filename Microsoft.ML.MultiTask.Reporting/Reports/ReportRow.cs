namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>The pictures of a row of scored data.</summary>
/// <param name="Caption">Identifies the row.</param>
/// <param name="Frames">The frames, the current one first.</param>
/// <param name="Tasks">The pictures of each task.</param>
internal sealed record ReportRow(string Caption, IReadOnlyList<RgbImage> Frames, IReadOnlyList<ReportRow.TaskPictures> Tasks)
{
    /// <param name="Prediction">The prediction.</param>
    /// <param name="Truth">The label; null if the row has none.</param>
    internal sealed record TaskPictures(RgbImage Prediction, RgbImage? Truth);
}

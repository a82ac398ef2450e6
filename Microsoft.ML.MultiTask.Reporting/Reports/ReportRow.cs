namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>A row of scored data as pictures.</summary>
/// <param name="Caption">Which row it is.</param>
/// <param name="Frames">The frames, the current one first.</param>
/// <param name="Tasks">Each task's pictures.</param>
internal sealed record ReportRow(string Caption, IReadOnlyList<RgbImage> Frames, IReadOnlyList<ReportRow.TaskPictures> Tasks)
{
    /// <param name="Prediction">What the model says.</param>
    /// <param name="Truth">What the label says; null where there is none.</param>
    internal sealed record TaskPictures(RgbImage Prediction, RgbImage? Truth);
}

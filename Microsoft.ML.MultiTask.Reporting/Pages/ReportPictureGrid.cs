namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A grid of pictures in a <see cref="ReportSection"/>.</summary>
/// <param name="Title">The heading above it.</param>
/// <param name="Rows">The pictures row by row, all rows of the same length; null leaves a cell empty.</param>
public sealed record ReportPictureGrid(string Title, IReadOnlyList<IReadOnlyList<ReportPicture?>> Rows);

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>Pictures in rows and columns, in a <see cref="ReportSection"/>.</summary>
/// <param name="Title">What stands above them.</param>
/// <param name="Rows">The pictures row by row, all rows of the same length; null leaves a place empty.</param>
public sealed record ReportPictureGrid(string Title, IReadOnlyList<IReadOnlyList<ReportPicture?>> Rows);

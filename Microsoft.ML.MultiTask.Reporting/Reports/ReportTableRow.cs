namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A row of a <see cref="ReportTable"/>.</summary>
/// <param name="Name">What the row is about.</param>
/// <param name="Cells">A cell for every column; none for a heading above the rows that follow.</param>
public sealed record ReportTableRow(string Name, IReadOnlyList<ReportCell> Cells);

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A row of a <see cref="ReportTable"/>.</summary>
/// <param name="Name">The name of the row.</param>
/// <param name="Cells">A cell per column; empty for a heading above the rows that follow.</param>
public sealed record ReportTableRow(string Name, IReadOnlyList<ReportCell> Cells);

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A column of a <see cref="ReportTable"/>.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Group">A heading above it, which neighbours of the same group share; empty for none.</param>
public sealed record ReportColumn(string Name, string Group = "");

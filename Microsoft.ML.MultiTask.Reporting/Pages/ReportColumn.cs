namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A column of a <see cref="ReportTable"/>.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Group">A heading above it, shared with neighbouring columns of the same group; empty for none.</param>
public sealed record ReportColumn(string Name, string Group = "");

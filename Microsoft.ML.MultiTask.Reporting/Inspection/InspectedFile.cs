namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>A file named by a row.</summary>
/// <param name="Column">The index of its column.</param>
/// <param name="Path">The file.</param>
/// <param name="IsNew">Whether no earlier row named it in a column of the same kind.</param>
/// <param name="OwnEncoding">The row's own encoding of it as JSON; empty to use the column's.</param>
/// <param name="Problem">Why that encoding could not be read; null if it could.</param>
internal readonly record struct InspectedFile(int Column, string Path, bool IsNew, string OwnEncoding = "", string? Problem = null);

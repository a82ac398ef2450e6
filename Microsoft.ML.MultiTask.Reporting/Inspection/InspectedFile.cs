namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>A file that a row names.</summary>
/// <param name="Column">The index of its column.</param>
/// <param name="Path">The file.</param>
/// <param name="IsNew">Whether no row before has named it in such a column.</param>
/// <param name="OwnEncoding">The JSON of the row's own encoding of it; empty where the column's counts.</param>
/// <param name="Problem">Why that encoding cannot be told, which makes the file useless; null where it can.</param>
internal readonly record struct InspectedFile(int Column, string Path, bool IsNew, string OwnEncoding = "", string? Problem = null);

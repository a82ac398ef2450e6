namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>How far an inspection has come.</summary>
/// <param name="RowsRead">Rows whose files are read.</param>
/// <param name="RowsToRead">Rows whose files will have been read at the end.</param>
public readonly record struct InspectionProgress(long RowsRead, long RowsToRead);

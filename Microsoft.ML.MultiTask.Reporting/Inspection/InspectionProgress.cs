namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The progress of an inspection.</summary>
/// <param name="RowsRead">Rows whose files have been read.</param>
/// <param name="RowsToRead">Rows whose files will be read in total.</param>
public readonly record struct InspectionProgress(long RowsRead, long RowsToRead);

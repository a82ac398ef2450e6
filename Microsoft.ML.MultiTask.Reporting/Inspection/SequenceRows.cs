namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The number of rows of a sequence.</summary>
/// <param name="Name">The value of the column <c>Sequence</c>; equal values are one sequence.</param>
/// <param name="Rows">Its rows.</param>
public sealed record SequenceRows(string Name, long Rows);

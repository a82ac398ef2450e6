namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>How many rows a sequence has.</summary>
/// <param name="Name">What the column <c>Sequence</c> says; sequences of one name count as one.</param>
/// <param name="Rows">Its rows.</param>
public sealed record SequenceRows(string Name, long Rows);

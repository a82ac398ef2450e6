namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The layout of a written contact sheet.</summary>
/// <param name="Columns">From left to right: <c>Frame0</c>, the other frames if rows are augmented, then the labels painted over <c>Frame0</c>.</param>
/// <param name="Rows">From top to bottom: the sequence and frame of each row shown, or its number, and of augmented ones the epoch.</param>
public sealed record ContactSheet(IReadOnlyList<string> Columns, IReadOnlyList<string> Rows);

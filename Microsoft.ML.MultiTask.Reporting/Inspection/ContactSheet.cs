namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What a written contact sheet shows, and where.</summary>
/// <param name="Columns">From left to right: <c>Frame0</c>, then the labels that are laid over it.</param>
/// <param name="Rows">From top to bottom: the sequence and frame of each row shown, or its number.</param>
public sealed record ContactSheet(IReadOnlyList<string> Columns, IReadOnlyList<string> Rows);

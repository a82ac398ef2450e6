namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>A row to be shown.</summary>
/// <param name="Row">Its number, from 0.</param>
/// <param name="Caption">What it is.</param>
/// <param name="Paths">Its files, in the order of the sheet's columns.</param>
internal sealed record ContactSheetRow(long Row, string Caption, IReadOnlyList<string> Paths);

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>A row to show.</summary>
/// <param name="Row">Its index, from 0.</param>
/// <param name="Caption">Its caption.</param>
/// <param name="Paths">Its files, in the order of the sheet's columns.</param>
internal sealed record ContactSheetRow(long Row, string Caption, IReadOnlyList<string> Paths);

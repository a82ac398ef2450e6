namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>A row whose files are to be read.</summary>
/// <param name="Row">Its number, from 0.</param>
/// <param name="Frame0">The newest frame, whose size all others must have.</param>
/// <param name="Others">The other frames and the labels, where they are new.</param>
internal sealed record InspectedRow(long Row, InspectedFile Frame0, IReadOnlyList<InspectedFile> Others);

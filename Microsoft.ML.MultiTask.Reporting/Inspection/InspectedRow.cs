namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>A row whose files are read.</summary>
/// <param name="Row">Its index, from 0.</param>
/// <param name="Frame0">The newest frame; the other files must have its size.</param>
/// <param name="Others">The other frames and the labels, without files that earlier rows named.</param>
internal sealed record InspectedRow(long Row, InspectedFile Frame0, IReadOnlyList<InspectedFile> Others);

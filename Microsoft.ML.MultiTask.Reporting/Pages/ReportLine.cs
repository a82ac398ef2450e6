namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A line of a <see cref="ReportChart"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Values">A value per epoch; values that are not finite leave a gap.</param>
public sealed record ReportLine(string Name, IReadOnlyList<double> Values);

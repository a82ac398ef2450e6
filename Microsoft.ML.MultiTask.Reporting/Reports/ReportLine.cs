namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A line of a <see cref="ReportChart"/>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Values">A value per epoch, from the first on; those that are not finite leave a gap.</param>
public sealed record ReportLine(string Name, IReadOnlyList<double> Values);

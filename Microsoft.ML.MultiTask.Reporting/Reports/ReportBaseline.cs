namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The metrics of a baseline without a network, shown beside the model's.</summary>
/// <param name="Name">A short name, such as <c>always static</c>.</param>
/// <param name="Metrics">Its metrics on the same rows as the model.</param>
public sealed record ReportBaseline(string Name, TaskMetrics Metrics);

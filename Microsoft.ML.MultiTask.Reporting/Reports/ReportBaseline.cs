namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What a guess without any network reaches at a task: a column beside the model's own metrics.</summary>
/// <param name="Name">The guess in a few words, such as <c>always static</c>.</param>
/// <param name="Metrics">What it reaches, on the same rows as the model.</param>
public sealed record ReportBaseline(string Name, TaskMetrics Metrics);

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The averages over the runs of a strategy.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="Metrics">Metrics, by task name and metric name.</param>
/// <param name="Gain">Δm in percent, higher is better: see <see cref="StrategyComparison.Summarize"/>. NaN without single-task
/// runs.</param>
/// <param name="SecondsPerStep">Seconds per training step.</param>
public sealed record StrategySummary(
    string Strategy,
    int Runs,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> Metrics,
    MeanAndDeviation Gain,
    MeanAndDeviation SecondsPerStep);

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What a strategy's runs reach together.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Runs">How many runs there are.</param>
/// <param name="Metrics">By task name and metric name.</param>
/// <param name="Gain">Δm in percent, higher is better: see <see cref="StrategyComparison.Summarize"/>. NaN without single-task
/// runs.</param>
/// <param name="SecondsPerStep">Seconds that a training step took.</param>
public sealed record StrategySummary(
    string Strategy,
    int Runs,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> Metrics,
    MeanAndDeviation Gain,
    MeanAndDeviation SecondsPerStep);

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>Trainings of one network on the same data with different multi-task strategies.</summary>
public sealed record StrategyComparison
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Strategies compared";

    /// <summary>Names and values to list at the top: data, network, epochs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The multi-task runs; those of the same <see cref="ComparedRun.Strategy"/> are averaged.</summary>
    public IReadOnlyList<ComparedRun> Runs { get; init; } = [];

    /// <summary>Single-task runs, the reference of Δm.</summary>
    public IReadOnlyList<ComparedRun> SingleTaskRuns { get; init; } = [];

    /// <summary>The metrics counted in Δm, by task name; <see cref="DeltaM.UsualMetrics"/> for tasks that are not listed.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> CountedMetrics { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Averages the runs of each strategy, in order of first appearance.</summary>
    /// <remarks>
    /// Δm is <see cref="DeltaM.Gain(IReadOnlyDictionary{string, IReadOnlyDictionary{string, double}},
    /// IReadOnlyDictionary{string, IReadOnlyDictionary{string, double}}, IReadOnlyDictionary{string, IReadOnlyList{string}})"/> of each run
    /// against the mean of the single-task runs.
    /// </remarks>
    public IReadOnlyList<StrategySummary> Summarize()
    {
        var alone = Average(SingleTaskRuns).ToDictionary(
            task => task.Key,
            task => (IReadOnlyDictionary<string, double>)task.Value.ToDictionary(metric => metric.Key, metric => metric.Value.Mean));
        return [.. Runs.GroupBy(run => run.Strategy).Select(runs => new StrategySummary(
            runs.Key,
            runs.Count(),
            Average([.. runs]),
            MeanAndDeviation.Of(runs.Select(run => DeltaM.Gain(run.Metrics, alone, CountedMetrics))),
            MeanAndDeviation.Of(runs.Select(run => run.SecondsPerStep))))];
    }

    /// <summary>The averages of the single-task runs, by task name and metric name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> SummarizeSingleTasks() => Average(SingleTaskRuns);

    private static Dictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> Average(IReadOnlyList<ComparedRun> runs) =>
        runs.SelectMany(run => run.Metrics).GroupBy(task => task.Key).ToDictionary(
            task => task.Key,
            task => (IReadOnlyDictionary<string, MeanAndDeviation>)task.SelectMany(metrics => metrics.Value).GroupBy(metric => metric.Key)
                .ToDictionary(metric => metric.Key, metric => MeanAndDeviation.Of(metric.Select(value => value.Value))));
}

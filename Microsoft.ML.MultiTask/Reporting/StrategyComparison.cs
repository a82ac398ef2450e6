namespace Microsoft.ML.MultiTask;

/// <summary>Trainings of the same network on the same data that differ in how the tasks share it.</summary>
public sealed record StrategyComparison
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Strategies compared";

    /// <summary>Names and values worth knowing: data, network, epochs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The runs of all tasks together; those of the same <see cref="ComparedRun.Strategy"/> are averaged.</summary>
    public IReadOnlyList<ComparedRun> Runs { get; init; } = [];

    /// <summary>Runs of one task each, which the others are measured against.</summary>
    public IReadOnlyList<ComparedRun> SingleTaskRuns { get; init; } = [];

    /// <summary>Averages the runs of each strategy, in the order in which the strategies first appear.</summary>
    /// <remarks>
    /// Δm (Maninis et al., "Attentive Single-Tasking of Multiple Tasks", CVPR 2019, arXiv:1904.08918; with several metrics per
    /// task as LibMTL has it): (M - B) / B in percent, B being the mean of the single-task runs, with the sign turned where lower is
    /// better; averaged over a task's metrics and then over the tasks. A metric that is not finite, or whose B is 0, is left out.
    /// </remarks>
    public IReadOnlyList<StrategySummary> Summarize()
    {
        var baselines = Average(SingleTaskRuns);
        return [.. Runs.GroupBy(run => run.Strategy).Select(runs => new StrategySummary(
            runs.Key,
            runs.Count(),
            Average([.. runs]),
            MeanAndDeviation.Of(runs.Select(run => Gain(run, baselines))),
            MeanAndDeviation.Of(runs.Select(run => run.SecondsPerStep))))];
    }

    /// <summary>What each task reaches alone, by task name and metric name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> SummarizeSingleTasks() => Average(SingleTaskRuns);

    private static Dictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> Average(IReadOnlyList<ComparedRun> runs) =>
        runs.SelectMany(run => run.Metrics).GroupBy(task => task.Key).ToDictionary(
            task => task.Key,
            task => (IReadOnlyDictionary<string, MeanAndDeviation>)task.SelectMany(metrics => metrics.Value).GroupBy(metric => metric.Key)
                .ToDictionary(metric => metric.Key, metric => MeanAndDeviation.Of(metric.Select(value => value.Value))));

    private static double Gain(ComparedRun run, Dictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> baselines)
    {
        var tasks = run.Metrics.Where(task => baselines.ContainsKey(task.Key)).Select(task => task.Value
            .Where(metric => baselines[task.Key].ContainsKey(metric.Key))
            .Select(metric => Gain(metric.Key, metric.Value, baselines[task.Key][metric.Key].Mean))
            .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average());
        return tasks.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
    }

    private static double Gain(string metric, double value, double baseline) =>
        100 * (value - baseline) / Math.Abs(baseline) * (MetricNames.IsError(metric) ? -1 : 1);
}

namespace Microsoft.ML.MultiTask.Reporting.Comparisons;

/// <summary>Composes the page of a <see cref="StrategyComparison"/>: tables, curves and task weights.</summary>
internal static class ComparisonPage
{
    private const string AloneName = "each task alone";

    public static ReportPage Compose(StrategyComparison comparison)
    {
        var summaries = comparison.Summarize();
        bool hasCurves = comparison.Runs.Any(run => run.History.Epochs.Count > 0);
        return new ReportPage
        {
            Title = comparison.Title,
            Settings = comparison.Settings,
            Sections =
            [
                .. summaries.Count > 0 ? [Metrics(comparison, summaries)] : Array.Empty<ReportSection>(),
                .. hasCurves ? [Curves(comparison, summaries), Weights(comparison, summaries)] : Array.Empty<ReportSection>(),
            ],
        };
    }

    private static ReportSection Metrics(StrategyComparison comparison, IReadOnlyList<StrategySummary> summaries)
    {
        var metrics = summaries.SelectMany(summary => summary.Metrics)
            .SelectMany(task => task.Value.Keys.Select(metric => (Task: task.Key, Metric: metric))).Distinct().ToArray();
        var counted = metrics.GroupBy(metric => metric.Task).SelectMany(task =>
            DeltaM.CountedOf(task.Key, task.Select(metric => metric.Metric), comparison.CountedMetrics)
                .Select(metric => (Task: task.Key, Metric: metric))).ToArray();
        return new ReportSection
        {
            Heading = "Metrics",
            Paragraphs =
            [
                $"On held-out rows: {Runs(comparison)}; the best is green. "
                + "Δm is the relative change against single-task networks, averaged over each task's metrics and then over the tasks; "
                + "higher is better, and it counts the metrics of this table. The time per step is the median of each run.",
            ],
            Tables =
            [
                Table(comparison, summaries, counted, hasGain: true),
                .. metrics.Except(counted).GroupBy(metric => metric.Task).Select(others =>
                    Table(comparison, summaries, [.. others], hasGain: false) with { Caption = $"{others.Key}, other metrics" }),
            ],
        };
    }

    private static ReportTable Table(
        StrategyComparison comparison, IReadOnlyList<StrategySummary> summaries, IReadOnlyList<(string Task, string Metric)> metrics,
        bool hasGain)
    {
        var alone = comparison.SummarizeSingleTasks();
        ReportColumn[] gain = hasGain ? [new("Δm"), new("ms/step")] : [];
        return new ReportTable(
            [.. gain, .. metrics.Select(metric => new ReportColumn(MetricNames.InWords(metric.Metric), hasGain ? metric.Task : ""))],
            [
                .. alone.Count > 0 ? [Alone()] : Array.Empty<ReportTableRow>(),
                .. summaries.Select(summary => new ReportTableRow(
                    summary.Strategy, [.. hasGain ? Gain(summary, summaries) : [], .. Values(summary, summaries, metrics)])),
            ]);

        ReportTableRow Alone() => new(AloneName,
        [
            .. gain.Select(_ => new ReportCell("–")),
            .. metrics.Select(metric => ReportCell.OfMetric(metric.Metric, ValueOf(alone, metric.Task, metric.Metric))),
        ]);
    }

    private static IReadOnlyList<ReportCell> Gain(StrategySummary summary, IReadOnlyList<StrategySummary> all)
    {
        double[] gains = [.. all.Select(other => other.Gain.Mean).Where(double.IsFinite)];
        return
        [
            ReportCell.OfNumber(
                summary.Gain, "+0.0 '%';-0.0 '%';0.0 '%'", "0.0", isBest: gains.Length > 1 && summary.Gain.Mean == gains.Max()),
            ReportCell.OfNumber(new(1000 * summary.SecondsPerStep.Mean, 1000 * summary.SecondsPerStep.Deviation), "0", "0"),
        ];
    }

    private static IEnumerable<ReportCell> Values(
        StrategySummary summary, IReadOnlyList<StrategySummary> all, IReadOnlyList<(string Task, string Metric)> metrics) =>
        metrics.Select(metric =>
        {
            double[] means = [.. all.Select(other => ValueOf(other.Metrics, metric.Task, metric.Metric).Mean).Where(double.IsFinite)];
            var value = ValueOf(summary.Metrics, metric.Task, metric.Metric);
            bool isBest = means.Length > 1 && value.Mean == (MetricNames.IsError(metric.Metric) ? means.Min() : means.Max());
            return ReportCell.OfMetric(metric.Metric, value, isBest);
        });

    private static ReportSection Curves(StrategyComparison comparison, IReadOnlyList<StrategySummary> summaries)
    {
        var charts = new List<ReportChart>();
        foreach (var task in Tasks(comparison))
        {
            Add($"{task}, training loss", task, epoch => epoch.Losses.GetValueOrDefault(task, double.NaN));
            Add($"{task}, validation loss", task, epoch => epoch.ValidationLosses.GetValueOrDefault(task, double.NaN));
            if (Score(comparison, task) is { } score)
                Add($"{task}, {MetricNames.InWords(score)}", task, epoch =>
                    epoch.ValidationMetrics.GetValueOrDefault(task)?.GetValueOrDefault(score, double.NaN) ?? double.NaN, isScore: true);
        }
        return new ReportSection
        {
            Heading = "Curves",
            Paragraphs = ["By epoch; each line is the mean over the runs of a strategy."],
            Charts = charts,
            SharesLegend = true,
        };

        void Add(string title, string task, Func<EpochRecord, double> value, bool isScore = false)
        {
            var lines = summaries.Select(summary => new ReportLine(
                summary.Strategy, comparison.Runs.Where(run => run.Strategy == summary.Strategy).MeanByEpoch(value)));
            if (comparison.SingleTaskRuns.Count > 0)
                lines = lines.Append(new(
                    AloneName, comparison.SingleTaskRuns.Where(run => run.History.Tasks.Contains(task)).MeanByEpoch(value)));
            charts.Add(new ReportChart(title, [.. lines]) { StartsAtZero = isScore });
        }
    }

    private static ReportSection Weights(StrategyComparison comparison, IReadOnlyList<StrategySummary> summaries) => new()
    {
        Heading = "Task weights",
        Paragraphs =
        [
            "The weight of each task's gradient in the gradient of the shared encoder, averaged over the steps of an epoch and the runs.",
        ],
        Charts = [.. summaries.Select(summary => new ReportChart(summary.Strategy, [.. Tasks(comparison).Select(task => new ReportLine(
            task, comparison.Runs.Where(run => run.Strategy == summary.Strategy)
                .MeanByEpoch(epoch => epoch.Weights.GetValueOrDefault(task, double.NaN))))]))],
    };

    private static string[] Tasks(StrategyComparison comparison) => [.. comparison.Runs.SelectMany(run => run.History.Tasks).Distinct()];

    /// <summary>The metric to plot of a task: an intersection over union if there is one, otherwise the first score.</summary>
    private static string? Score(StrategyComparison comparison, string task)
    {
        var names = comparison.Runs.SelectMany(run => run.Metrics.GetValueOrDefault(task)?.Keys ?? []).Distinct()
            .Where(name => !MetricNames.IsError(name)).ToArray();
        return names.FirstOrDefault(name => name.EndsWith("IoU", StringComparison.Ordinal)) ?? names.FirstOrDefault();
    }

    private static MeanAndDeviation ValueOf(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> metrics, string task, string metric) =>
        metrics.TryGetValue(task, out var values) && values.TryGetValue(metric, out var value) ? value : new(double.NaN, double.NaN);

    /// <summary>Describes what the table's values are averaged over.</summary>
    private static string Runs(StrategyComparison comparison)
    {
        int[] counts = [.. comparison.Runs.GroupBy(run => run.Strategy).Select(runs => runs.Count())];
        var number = counts.Min() == counts.Max() ? $"{counts.Max()}" : $"{counts.Min()} to {counts.Max()}";
        return counts.Max() == 1 ? "one run each" : $"the mean of {number} runs, ± the standard deviation";
    }
}

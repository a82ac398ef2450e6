using System.Globalization;

namespace Microsoft.ML.MultiTask;

/// <summary>Composes a <see cref="StrategyComparison"/> as one HTML page: a table, curves, and weights over time.</summary>
internal static class ComparisonPage
{
    private const string AloneName = "each task alone";
    private const double Large = 1000;                              // an error from which on decimals are of no use

    public static Markup Render(StrategyComparison comparison)
    {
        var body = new Markup();
        var summaries = comparison.Summarize();
        if (summaries.Count > 0)
            AddTables(body, comparison, summaries);
        if (comparison.Runs.Any(run => run.History.Epochs.Count > 0))
        {
            AddCurves(body, comparison, summaries);
            AddWeights(body, comparison, summaries);
        }
        return body;
    }

    private static void AddTables(Markup html, StrategyComparison comparison, IReadOnlyList<StrategySummary> summaries)
    {
        var metrics = summaries.SelectMany(summary => summary.Metrics)
            .SelectMany(task => task.Value.Keys.Select(metric => (Task: task.Key, Metric: metric))).Distinct().ToArray();
        var counted = metrics.GroupBy(metric => metric.Task).SelectMany(task => DeltaM
            .CountedOf(task.Key, task.Select(metric => metric.Metric), comparison.CountedMetrics).Select(metric => (Task: task.Key, Metric: metric))).ToArray();
        html.Line($"<h2>Metrics</h2>");
        html.Line($"<p>On rows that no network was trained on: {Runs(comparison)}; the best is green. ");
        html.Line($"Δm is the mean change against a network for each task alone, first over a task's metrics and then over the tasks; ");
        html.Line($"higher is better, and the metrics of this table count. A step's time is the median of each run.</p>");
        AddTable(html, comparison, summaries, counted, hasGain: true);
        foreach (var others in metrics.Except(counted).GroupBy(metric => metric.Task))
        {
            html.Line($"<h3>{others.Key}, other metrics</h3>");
            AddTable(html, comparison, summaries, [.. others], hasGain: false);
        }
    }

    private static void AddTable(
        Markup html, StrategyComparison comparison, IReadOnlyList<StrategySummary> summaries, (string Task, string Metric)[] metrics, bool hasGain)
    {
        var alone = comparison.SummarizeSingleTasks();
        html.Line($"<div class=\"wide\"><table>");
        AddHead(html, metrics, hasGain);
        html.Line($"<tbody>");
        if (alone.Count > 0)
        {
            html.Add($"<tr><th>{AloneName}</th>");
            if (hasGain) html.Add($"<td>–</td><td>–</td>");
            foreach (var (task, metric) in metrics)
                AddCell(html, metric, ValueOf(alone, task, metric), isBest: false);
            html.Line($"</tr>");
        }
        foreach (var summary in summaries)
        {
            html.Add($"<tr><th>{summary.Strategy}</th>");
            if (hasGain) AddGain(html, summary, summaries);
            AddValues(html, summary, summaries, metrics);
            html.Line($"</tr>");
        }
        html.Line($"</tbody></table></div>");
    }

    private static void AddHead(Markup html, (string Task, string Metric)[] metrics, bool hasGain)
    {
        html.Line($"<thead>");
        if (hasGain)
        {
            html.Add($"<tr><th></th><th></th><th></th>");
            foreach (var task in metrics.GroupBy(metric => metric.Task))
                html.Add($"<th class=\"group\" colspan=\"{task.Count()}\">{task.Key}</th>");
            html.Line($"</tr>");
        }
        html.Add($"<tr><th></th>");
        if (hasGain) html.Add($"<th>Δm</th><th>ms/step</th>");
        foreach (var (_, metric) in metrics)
            html.Add($"<th>{MetricNames.InWords(metric)}</th>");
        html.Line($"</tr></thead>");
    }

    private static void AddGain(Markup html, StrategySummary summary, IReadOnlyList<StrategySummary> all)
    {
        var gains = all.Select(other => other.Gain.Mean).Where(double.IsFinite).ToArray();
        AddCell(html, summary.Gain, value => value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %", "0.0",
            gains.Length > 1 && summary.Gain.Mean == gains.Max());
        AddCell(html, new(1000 * summary.SecondsPerStep.Mean, 1000 * summary.SecondsPerStep.Deviation),
            value => value.ToString("0", CultureInfo.InvariantCulture), "0", isBest: false);
    }

    private static void AddValues(
        Markup html, StrategySummary summary, IReadOnlyList<StrategySummary> all, (string Task, string Metric)[] metrics)
    {
        foreach (var (task, metric) in metrics)
        {
            var means = all.Select(other => ValueOf(other.Metrics, task, metric).Mean).Where(double.IsFinite).ToArray();
            var value = ValueOf(summary.Metrics, task, metric);
            AddCell(html, metric, value, means.Length > 1 && value.Mean == (MetricNames.IsError(metric) ? means.Min() : means.Max()));
        }
    }

    /// <summary>Shares as percentages, errors as they are.</summary>
    private static void AddCell(Markup html, string metric, MeanAndDeviation value, bool isBest)
    {
        if (MetricNames.IsError(metric))
            AddCell(html, value, mean => mean.ToString(Math.Abs(mean) < Large ? "0.000" : "N0", CultureInfo.InvariantCulture),
                Math.Abs(value.Mean) < Large ? "0.000" : "N0", isBest);
        else
            AddCell(html, new(100 * value.Mean, 100 * value.Deviation), Percent, "0.0", isBest);

        static string Percent(double percent) => percent.ToString("0.0", CultureInfo.InvariantCulture) + " %";
    }

    private static void AddCell(Markup html, MeanAndDeviation value, Func<double, string> format, string deviationFormat, bool isBest)
    {
        html.Add(isBest ? (FormattableString)$"<td class=\"best\">" : $"<td>");
        html.Add($"{(double.IsFinite(value.Mean) ? format(value.Mean) : "–")}");
        if (double.IsFinite(value.Deviation))
            html.Add($" <small>± {value.Deviation.ToString(deviationFormat, CultureInfo.InvariantCulture)}</small>");
        html.Add($"</td>");
    }

    private static void AddCurves(Markup html, StrategyComparison comparison, IReadOnlyList<StrategySummary> summaries)
    {
        html.Line($"<h2>Curves</h2>");
        html.Line($"<p>By epoch, each line the mean of a strategy's runs.</p>");
        html.Line($"<ul class=\"legend\">");
        var names = summaries.Select(summary => summary.Strategy).Concat(comparison.SingleTaskRuns.Count > 0 ? [AloneName] : []).ToArray();
        foreach (var (i, name) in names.Index())
        {
            var line = ChartSeries.OfMany(name, [], i);
            html.Add($"<li><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 10\">");
            html.Line($"<path class=\"{line.Classes}\" d=\"M2 5h26\"/></svg>{name}</li>");
        }
        html.Line($"</ul>");
        html.Line($"<div class=\"charts\">");
        foreach (var task in Tasks(comparison))
        {
            AddChart(html, comparison, names, task, $"{task}, training loss", epoch =>
                epoch.Losses.GetValueOrDefault(task, double.NaN));
            AddChart(html, comparison, names, task, $"{task}, validation loss", epoch =>
                epoch.ValidationLosses.GetValueOrDefault(task, double.NaN));
            if (Score(comparison, task) is { } score)
                AddChart(html, comparison, names, task, $"{task}, {MetricNames.InWords(score)}", epoch =>
                    epoch.ValidationMetrics.GetValueOrDefault(task)?.GetValueOrDefault(score, double.NaN) ?? double.NaN, isScore: true);
        }
        html.Line($"</div>");
    }

    private static void AddChart(
        Markup html, StrategyComparison comparison, string[] names, string task, string title, Func<EpochRecord, double> value,
        bool isScore = false)
    {
        ChartSeries[] lines =
        [
            .. names.Select((name, i) => ChartSeries.OfMany(name, MeanByEpoch(
                i < names.Length - 1 || name != AloneName
                    ? comparison.Runs.Where(run => run.Strategy == name)
                    : comparison.SingleTaskRuns.Where(run => run.History.Tasks.Contains(task)),
                value), i)),
        ];
        double[] known = [.. lines.SelectMany(line => line.Values).Where(double.IsFinite)];
        if (known.Length > 0)
            html.Add(LineChart.Render(title, lines, isScore ? ChartAxis.Linear(0, known.Max()) : null, hasLegend: false));
    }

    private static void AddWeights(Markup html, StrategyComparison comparison, IReadOnlyList<StrategySummary> summaries)
    {
        html.Line($"<h2>Task weights</h2>");
        html.Line($"<p>The weight of each task's gradient in that of the shared encoder: the mean of an epoch's steps and of the runs.</p>");
        html.Line($"<div class=\"charts\">");
        foreach (var summary in summaries)
        {
            var runs = comparison.Runs.Where(run => run.Strategy == summary.Strategy);
            html.Add(LineChart.Render(summary.Strategy, [.. Tasks(comparison).Select((task, i) => ChartSeries.OfMany(
                task, MeanByEpoch(runs, epoch => epoch.Weights.GetValueOrDefault(task, double.NaN)), i))]));
        }
        html.Line($"</div>");
    }

    private static double[] MeanByEpoch(IEnumerable<ComparedRun> runs, Func<EpochRecord, double> value)
    {
        var histories = runs.Select(run => run.History.Epochs).ToArray();
        int epochs = histories.Select(epochs => epochs.Count).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(0, epochs).Select(epoch =>
            MeanAndDeviation.Of(histories.Where(records => epoch < records.Count).Select(records => value(records[epoch]))).Mean)];
    }

    private static string[] Tasks(StrategyComparison comparison) => [.. comparison.Runs.SelectMany(run => run.History.Tasks).Distinct()];

    /// <summary>The metric that is drawn of a task: an intersection over union where there is one, else the first score.</summary>
    private static string? Score(StrategyComparison comparison, string task)
    {
        var names = comparison.Runs.SelectMany(run => run.Metrics.GetValueOrDefault(task)?.Keys ?? []).Distinct()
            .Where(name => !MetricNames.IsError(name)).ToArray();
        return names.FirstOrDefault(name => name.EndsWith("IoU", StringComparison.Ordinal)) ?? names.FirstOrDefault();
    }

    private static MeanAndDeviation ValueOf(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> metrics, string task, string metric) =>
        metrics.TryGetValue(task, out var values) && values.TryGetValue(metric, out var value) ? value : new(double.NaN, double.NaN);

    /// <summary>What a value is of, in words.</summary>
    private static string Runs(StrategyComparison comparison)
    {
        int[] counts = [.. comparison.Runs.GroupBy(run => run.Strategy).Select(runs => runs.Count())];
        var number = counts.Min() == counts.Max() ? $"{counts.Max()}" : $"{counts.Min()} to {counts.Max()}";
        return counts.Max() == 1 ? "one run each" : $"the mean of {number} runs, ± the standard deviation";
    }
}

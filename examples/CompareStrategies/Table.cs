using System.Globalization;
using System.Text;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;

/// <summary>Renders a comparison as a Markdown table: a row per strategy with mean ± deviation of the metrics counted in Δm.</summary>
internal static class Table
{
    internal static string Render(StrategyComparison comparison)
    {
        var (alone, summaries) = (comparison.SummarizeSingleTasks(), comparison.Summarize());
        var columns = summaries.Select(summary => summary.Metrics).Append(alone).SelectMany(metrics => metrics)
            .SelectMany(task => DeltaM.CountedOf(task.Key, task.Value.Keys, comparison.CountedMetrics)
                .Select(metric => (Task: task.Key, Metric: metric)))
            .Distinct().ToArray();
        var text = new StringBuilder();
        Line(["strategy", .. columns.Select(column => $"{column.Task} {column.Metric}"), "Δm %", "s/step"]);
        Line(["---", .. columns.Select(_ => "---:"), "---:", "---:"]);
        Line(["each task alone", .. columns.Select(column => Cell(alone, column)), "", ""]);
        foreach (var summary in summaries)
            Line([
                summary.Strategy, .. columns.Select(column => Cell(summary.Metrics, column)),
                Number(summary.Gain, "+0.0;-0.0;0.0", "0.0"), Number(summary.SecondsPerStep, "0.000", "0.000"),
            ]);
        return text.ToString();

        void Line(IEnumerable<string> cells) => text.AppendLine($"| {string.Join(" | ", cells)} |");
    }

    private static string Cell(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, MeanAndDeviation>> metrics, (string Task, string Metric) column) =>
        metrics.TryGetValue(column.Task, out var values) && values.TryGetValue(column.Metric, out var value)
            ? Number(value, "0.000", "0.000")
            : "";

    private static string Number(MeanAndDeviation value, string format, string deviationFormat) =>
        !double.IsFinite(value.Mean) ? "n/a"
        : value.Mean.ToString(format, CultureInfo.InvariantCulture)
            + (double.IsFinite(value.Deviation) ? " ± " + value.Deviation.ToString(deviationFormat, CultureInfo.InvariantCulture) : "");
}

using System.Globalization;
using Microsoft.ML.MultiTask.Reporting.Html;

namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>Renders a table per task: a row per metric with the model's value and those of the baselines.</summary>
internal static class MetricsTables
{
    public static Markup Render(MultiTaskMetrics metrics, IReadOnlyList<ReportBaseline> baselines)
    {
        var html = new Markup();
        html.Line($"<div class=\"tables\">");
        foreach (var (task, model) in metrics)
            AddTask(html, task, model, metrics.Rows, [.. baselines.Where(baseline => baseline.Metrics.TaskName == task)]);
        html.Line($"</div>");
        foreach (var segmentation in metrics.Values.OfType<SegmentationMetrics>())
            AddClasses(html, segmentation);
        return html;
    }

    private static void AddTask(Markup html, string task, TaskMetrics model, long rows, ReportBaseline[] baselines)
    {
        html.Line($"<table><caption>{task}<small>{model.LabelledPixels:N0} labelled pixels{(model.LabelledPixels == 0 ? $" in {rows} rows" : "")}</small></caption>");
        html.Add($"<thead><tr><th></th><th>model</th>");
        foreach (var baseline in baselines)
            html.Add($"<th>{baseline.Name}</th>");
        html.Line($"</tr></thead>");
        html.Line($"<tbody>");
        foreach (var (name, value) in model.Values)
        {
            double[] values = [value, .. baselines.Select(baseline => ValueOf(baseline.Metrics, name))];
            double? best = baselines.Length > 0 ? Best(values, MetricNames.IsError(name)) : null;
            html.Add($"<tr><th>{MetricNames.InWords(name)}</th>");
            foreach (double cell in values)
            {
                if (cell == best) html.Add($"<td class=\"best\">{Format(name, cell)}</td>");
                else html.Add($"<td>{Format(name, cell)}</td>");
            }
            html.Line($"</tr>");
        }
        html.Line($"</tbody></table>");
    }

    private static void AddClasses(Markup html, SegmentationMetrics metrics)
    {
        html.Line($"<h3>Intersection over union by class</h3>");
        html.Line($"<ul class=\"legend\">");
        for (int i = 0; i < metrics.PerClassIoU.Count; i++)
            if (metrics.PerClassIoU[i] is { } iou)
                html.Line($"<li>{metrics.ClassNames.ElementAtOrDefault(i) ?? $"class {i}"} <b>{Percent(iou)}</b></li>");
        html.Line($"</ul>");
    }

    private static double ValueOf(TaskMetrics metrics, string name) =>
        metrics.Values.Where(value => value.Key == name).Select(value => value.Value).FirstOrDefault(double.NaN);

    private static double? Best(double[] values, bool lowerIsBetter)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        return known.Length == 0 ? null : lowerIsBetter ? known.Min() : known.Max();
    }

    /// <summary>Formats shares as percentages and errors as plain numbers.</summary>
    private static string Format(string name, double value) =>
        !double.IsFinite(value) ? "–"
        : MetricNames.IsError(name) || value is < 0 or > 1
            ? value.ToString(Math.Abs(value) < 1000 ? "G4" : "N0", CultureInfo.InvariantCulture)
        : Percent(value);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}

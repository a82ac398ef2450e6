using System.Globalization;
using System.Net;
using System.Text;

namespace Microsoft.ML.MultiTask;

/// <summary>A table per task: a line per metric, the model's value and beside it what guesses reach.</summary>
internal static class MetricsTables
{
    public static string Render(MultiTaskMetrics metrics, IReadOnlyList<ReportBaseline> baselines)
    {
        var html = new StringBuilder("<div class=\"tables\">\n");
        foreach (var (task, model) in metrics)
            AppendTask(html, task, model, [.. baselines.Where(baseline => baseline.Metrics.TaskName == task)]);
        html.Append("</div>\n");
        foreach (var segmentation in metrics.Values.OfType<SegmentationMetrics>())
            AppendClasses(html, segmentation);
        return html.ToString();
    }

    private static void AppendTask(StringBuilder html, string task, TaskMetrics model, ReportBaseline[] baselines)
    {
        html.Append(CultureInfo.InvariantCulture, $"<table><caption>{Encode(task)}<small>{model.LabelledPixels:N0} labelled pixels</small></caption>\n<thead><tr><th></th><th>model</th>");
        foreach (var baseline in baselines)
            html.Append(CultureInfo.InvariantCulture, $"<th>{Encode(baseline.Name)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var (name, value) in model.Values)
        {
            double[] values = [value, .. baselines.Select(baseline => baseline.Metrics.Values.FirstOrDefault(v => v.Key == name, new(name, double.NaN)).Value)];
            double[] known = [.. values.Where(double.IsFinite)];
            double? best = baselines.Length == 0 || known.Length == 0 ? null : MetricNames.IsError(name) ? known.Min() : known.Max();
            html.Append(CultureInfo.InvariantCulture, $"<tr><th>{Encode(MetricNames.InWords(name))}</th>");
            foreach (double cell in values)
                html.Append(CultureInfo.InvariantCulture, $"<td{(cell == best ? " class=\"best\"" : "")}>{Format(name, cell)}</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table>\n");
    }

    private static void AppendClasses(StringBuilder html, SegmentationMetrics metrics)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h3>Intersection over union by class</h3>\n<ul class=\"legend\">\n");
        for (int i = 0; i < metrics.PerClassIoU.Count; i++)
            if (metrics.PerClassIoU[i] is { } iou)
                html.Append(CultureInfo.InvariantCulture, $"<li>{Encode(i < metrics.ClassNames.Count ? metrics.ClassNames[i] : $"class {i}")} <b>{Percent(iou)}</b></li>\n");
        html.Append("</ul>\n");
    }

    /// <summary>Shares as percentages, errors as they are.</summary>
    private static string Format(string name, double value) =>
        !double.IsFinite(value) ? "–"
        : MetricNames.IsError(name) || value is < 0 or > 1 ? value.ToString("G4", CultureInfo.InvariantCulture)
        : Percent(value);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

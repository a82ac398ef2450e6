using System.Globalization;
using System.Net;
using System.Text;

namespace Microsoft.ML.MultiTask;

/// <summary>Composes a <see cref="TrainingReport"/> as one HTML page: no script, no other file, no address.</summary>
internal static class HtmlReport
{
    private const int ScaleSteps = 12;

    public static string Render(TrainingReport report)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(report.Rows);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{Encode(report.Title)}</title>
            <style>
            {ReportStyle.Css}
            </style>
            </head>
            <body>
            <h1>{Encode(report.Title)}</h1>

            """);
        AppendSettings(html, report.Settings);
        if (report.Metrics is { } metrics)
            html.Append("<h2>Metrics</h2>\n<p>Pooled over all labelled pixels of the held-out rows. The best value of a line is green.</p>\n").Append(MetricsTables.Render(metrics, report.Baselines));
        if (report.History is { Epochs.Count: > 0 } history)
            AppendHistory(html, history);
        if (report.Scored is { } scored && report.Rows > 0)
            AppendPictures(html, new ReportRows(report, scored));
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendSettings(StringBuilder html, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        if (settings.Count == 0) return;
        html.Append("<dl class=\"settings\">\n");
        foreach (var (name, value) in settings)
            html.Append(CultureInfo.InvariantCulture, $"<div><dt>{Encode(name)}</dt><dd>{Encode(value)}</dd></div>\n");
        html.Append("</dl>\n");
    }

    private static void AppendHistory(StringBuilder html, TrainingHistory history)
    {
        var epochs = history.Epochs;
        html.Append(CultureInfo.InvariantCulture, $"<h2>Training</h2>\n<p>{Encode(Describe(history))}</p>\n<div class=\"charts\">\n");
        foreach (var task in history.Tasks)
        {
            ChartSeries[] losses = [new("training", Values(task, epoch => epoch.Losses), 0), new("validation", Values(task, epoch => epoch.ValidationLosses), 1, IsDashed: true)];
            html.Append(LineChart.Render($"{task} loss", [.. losses.Where(line => line.Values.Any(double.IsFinite))]));
        }
        foreach (var task in history.Tasks)
            if (Scores(epochs, task) is { Length: > 0 } scores)
                html.Append(LineChart.Render($"{task}, validation", scores, ChartAxis.Linear(0, 1)));
        html.Append(LineChart.Render("Task weights",
            [.. history.Tasks.Select((task, i) => new ChartSeries(task, Values(task, epoch => epoch.Weights), i % ReportStyle.SeriesColors))]));
        html.Append("</div>\n");

        double[] Values(string task, Func<EpochRecord, IReadOnlyDictionary<string, double>> select) =>
            [.. epochs.Select(epoch => select(epoch).GetValueOrDefault(task, double.NaN))];
    }

    /// <summary>A line for each of a task's validation metrics that is a share: all but the errors.</summary>
    private static ChartSeries[] Scores(IReadOnlyList<EpochRecord> epochs, string task)
    {
        var names = epochs.SelectMany(epoch => epoch.ValidationMetrics.GetValueOrDefault(task)?.Keys ?? []).Distinct()
            .Where(name => !MetricNames.IsError(name));
        return [.. names.Select((name, i) => new ChartSeries(MetricNames.InWords(name), [.. epochs.Select(epoch =>
            epoch.ValidationMetrics.GetValueOrDefault(task)?.GetValueOrDefault(name, double.NaN) ?? double.NaN)], i % ReportStyle.SeriesColors))];
    }

    private static string Describe(TrainingHistory history)
    {
        var end = history.End switch
        {
            TrainingEnd.StoppedEarly => $"stopped early; the weights are those of epoch {history.BestEpoch + 1}",
            TrainingEnd.Cancelled => "cancelled before all epochs were done",
            _ => "all epochs were done",
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"{history.Epochs.Count} epochs in {history.Epochs.Sum(epoch => epoch.Seconds):0} s, {end}. A task's weight is the derivative of the combined loss by its loss ({history.Combiner}).");
    }

    private static void AppendPictures(StringBuilder html, ReportRows rows)
    {
        html.Append("<h2>Predictions</h2>\n<p>Rows that the network was not trained on. Motion is drawn in red over the darkened frame.</p>\n");
        foreach (var task in rows.Tasks)
            AppendLegend(html, task);
        html.Append("<div class=\"rows\">\n");
        foreach (var row in rows.Read())
            AppendRow(html, rows.Tasks, row);
        html.Append("</div>\n");
    }

    private static void AppendLegend(StringBuilder html, ScoredTask task)
    {
        var colors = task.Colors;
        html.Append(CultureInfo.InvariantCulture, $"<ul class=\"legend\"><li><b>{Encode(task.Task.Name)}</b></li>");
        if (colors.Classes.Count == 0)
        {
            var stops = Enumerable.Range(0, ScaleSteps + 1).Select(i => QuantityColors.Of(colors.Near * Math.Pow(colors.Far / colors.Near, (double)i / ScaleSteps), colors.Near, colors.Far).ToHex());
            html.Append(CultureInfo.InvariantCulture, $"<li class=\"scale\">{colors.Near:G4}<i style=\"background:linear-gradient(90deg, {string.Join(", ", stops)})\"></i>{colors.Far:G4}, logarithmic</li>");
        }
        foreach (var (name, color) in colors.Classes.Append(new ClassColor("no label", colors.Missing)))
            html.Append(CultureInfo.InvariantCulture, $"<li><span class=\"swatch\" style=\"background:{color.ToHex()}\"></span>{Encode(name)}</li>");
        html.Append("</ul>\n");
    }

    private static void AppendRow(StringBuilder html, IReadOnlyList<ScoredTask> tasks, ReportRow row)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"row\" style=\"grid-template-columns:repeat({tasks.Count + 1}, 1fr)\">\n<h3>{Encode(row.Caption)}</h3>\n");
        AppendFigure(html, row.Frames[0], "frame");
        for (int t = 0; t < tasks.Count; t++)
            AppendFigure(html, row.Tasks[t].Prediction, $"{tasks[t].Task.Name}, predicted");
        AppendFigure(html, row.Frames.ElementAtOrDefault(1), "previous frame");
        for (int t = 0; t < tasks.Count; t++)
            AppendFigure(html, row.Tasks[t].Truth, $"{tasks[t].Task.Name}, truth");
        html.Append("</section>\n");
    }

    private static void AppendFigure(StringBuilder html, RgbImage? image, string caption)
    {
        if (image is null)
            html.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{Encode(caption)}: none</figcaption></figure>\n");
        else
            html.Append(CultureInfo.InvariantCulture, $"<figure><img width=\"{image.Width}\" height=\"{image.Height}\" alt=\"{Encode(caption)}\" src=\"data:image/png;base64,{Convert.ToBase64String(image.ToPng())}\" /><figcaption>{Encode(caption)}</figcaption></figure>\n");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

using Microsoft.ML.MultiTask.Reporting.Charts;
using Microsoft.ML.MultiTask.Reporting.Comparisons;
using Microsoft.ML.MultiTask.Reporting.Html;
using Microsoft.ML.MultiTask.Reporting.Pages;

namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>
/// Renders a <see cref="TrainingReport"/>, a <see cref="StrategyComparison"/> or a <see cref="ReportPage"/> as one self-contained HTML
/// page: no scripts, no other files, no links.
/// </summary>
internal static class HtmlReport
{
    private const int DrawnScores = 4;

    public static string Render(TrainingReport report)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(report.Rows);
        var body = new Markup();
        AddMetrics(body, report);
        if (report.History is { Epochs.Count: > 0 } history)
            AddHistory(body, history);
        if (report.Scored is { } scored && report.Rows > 0)
            AddPictures(body, new ReportRows(report, scored));
        return Page(report.Title, report.Settings, body);
    }

    public static string Render(StrategyComparison comparison) => Render(ComparisonPage.Compose(comparison));

    public static string Render(ReportPage page) => Page(page.Title, page.Settings, PageSections.Render(page));

    private static string Page(string title, IReadOnlyList<KeyValuePair<string, string>> settings, Markup body)
    {
        var html = new Markup();
        html.Line($"<!DOCTYPE html>");
        html.Line($"<html lang=\"en\">");
        html.Line($"<head>");
        html.Line($"<meta charset=\"utf-8\" />");
        html.Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />");
        html.Line($"<title>{title}</title>");
        html.Add(ReportStyle.Element);
        html.Line($"</head>");
        html.Line($"<body>");
        html.Line($"<h1>{title}</h1>");
        AddSettings(html, settings);
        html.Add(body);
        html.Line($"</body>");
        html.Line($"</html>");
        return html.ToString();
    }

    private static void AddSettings(Markup html, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        if (settings.Count == 0) return;
        html.Line($"<dl class=\"settings\">");
        foreach (var (name, value) in settings)
            html.Line($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        html.Line($"</dl>");
    }

    private static void AddMetrics(Markup html, TrainingReport report)
    {
        if (report.Metrics is not { } metrics) return;
        html.Line($"<h2>Metrics</h2>");
        html.Line($"<p>Pooled over all labelled pixels of the held-out rows. The best value of each row is green.</p>");
        html.Add(MetricsTables.Render(metrics, report.Baselines));
    }

    private static void AddHistory(Markup html, TrainingHistory history)
    {
        html.Line($"<h2>Training</h2>");
        html.Line($"<p>{Describe(history)}</p>");
        html.Line($"<div class=\"charts\">");
        foreach (var task in history.Tasks)
            html.Add(LineChart.Render($"{task} loss", Losses(history.Epochs, task)));
        foreach (var task in history.Tasks)
            if (Scores(history.Epochs, task) is { Length: > 0 } scores)
                html.Add(LineChart.Render($"{task}, validation", scores, ChartAxis.Linear(0, 1)));
        html.Add(LineChart.Render("Task weights", [.. history.Tasks.Select((task, i) =>
            new ChartSeries(task, Values(history.Epochs, task, epoch => epoch.Weights), i % ReportStyle.SeriesColors))]));
        html.Line($"</div>");
    }

    private static ChartSeries[] Losses(IReadOnlyList<EpochRecord> epochs, string task)
    {
        var training = new ChartSeries("training", Values(epochs, task, epoch => epoch.Losses), ColorIndex: 0);
        var losses = Values(epochs, task, epoch => epoch.ValidationLosses);
        return losses.Any(double.IsFinite)
            ? [training, new ChartSeries("validation", losses, ColorIndex: 1, ChartStroke.Dashed)]
            : [training];
    }

    /// <summary>The first few validation scores of a task, without errors, which do not fit on an axis from 0 to 1.</summary>
    private static ChartSeries[] Scores(IReadOnlyList<EpochRecord> epochs, string task)
    {
        var metrics = epochs.Select(epoch => epoch.ValidationMetrics.GetValueOrDefault(task)).ToArray();
        var names = metrics.SelectMany(metric => metric?.Keys ?? []).Distinct().Where(name => !MetricNames.IsError(name)).Take(DrawnScores);
        return [.. names.Select((name, i) => new ChartSeries(
            MetricNames.InWords(name),
            [.. metrics.Select(metric => metric?.GetValueOrDefault(name, double.NaN) ?? double.NaN)],
            i % ReportStyle.SeriesColors))];
    }

    private static double[] Values(
        IReadOnlyList<EpochRecord> epochs, string task, Func<EpochRecord, IReadOnlyDictionary<string, double>> select) =>
        [.. epochs.Select(epoch => select(epoch).GetValueOrDefault(task, double.NaN))];

    private static string Describe(TrainingHistory history)
    {
        var end = history.End switch
        {
            TrainingEnd.StoppedEarly => $"stopped early; the weights are those of epoch {history.BestEpoch + 1}",
            TrainingEnd.Cancelled => "cancelled before the last epoch",
            _ => "completed",
        };
        var seconds = FormattableString.Invariant($"{history.Epochs.Sum(epoch => epoch.Seconds):0}");
        return $"{history.Epochs.Count} {(history.Epochs.Count == 1 ? "epoch" : "epochs")} in {seconds} s, {end}. "
            + $"A task's weight is the weight of its gradient in the gradient of the encoder ({history.Combiner}).";
    }

    private static void AddPictures(Markup html, ReportRows rows)
    {
        html.Line($"<h2>Predictions</h2>");
        html.Line($"<p>Held-out rows. Motion is drawn in red over the darkened frame.</p>");
        foreach (var task in rows.Tasks)
            PageSections.AddLegend(html, task.Task.Name, task.Colors);
        html.Line($"<div class=\"rows\">");
        foreach (var row in rows.Read())
            AddRow(html, rows.Tasks, row);
        html.Line($"</div>");
    }

    private static void AddRow(Markup html, IReadOnlyList<ScoredTask> tasks, ReportRow row)
    {
        html.Line($"<section class=\"row\" style=\"grid-template-columns:repeat({tasks.Count + 1}, 1fr)\">");
        html.Line($"<h3>{row.Caption}</h3>");
        PageSections.AddFigure(html, row.Frames[0], "frame");
        for (int t = 0; t < tasks.Count; t++)
            PageSections.AddFigure(html, row.Tasks[t].Prediction, $"{tasks[t].Task.Name}, predicted");
        PageSections.AddFigure(html, row.Frames.ElementAtOrDefault(1), "previous frame");
        for (int t = 0; t < tasks.Count; t++)
            PageSections.AddFigure(html, row.Tasks[t].Truth, $"{tasks[t].Task.Name}, truth");
        html.Line($"</section>");
    }
}

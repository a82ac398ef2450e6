using System.Text;
using Microsoft.ML.MultiTask.Reporting.Html;

namespace Microsoft.ML.MultiTask.Reporting.Charts;

/// <summary>Renders lines over epochs as SVG, in the colours of <see cref="ReportStyle"/>.</summary>
internal static class LineChart
{
    private const double Width = 400, Height = 250;
    private const double Left = 52, Right = Width - 12, Top = 40, Bottom = Height - 38;
    private const double LegendLine = 14;
    private const int MarkedPoints = 40;

    /// <param name="title">The title.</param>
    /// <param name="series">The lines, each with a value per epoch.</param>
    /// <param name="axis">The value axis; null to fit the values.</param>
    /// <param name="hasLegend">Whether the lines are named above the chart.</param>
    public static Markup Render(string title, IReadOnlyList<ChartSeries> series, ChartAxis? axis = null, bool hasLegend = true)
    {
        axis ??= ChartAxis.For(series.SelectMany(line => line.Values));
        int epochs = series.Max(line => line.Values.Count);
        var legend = hasLegend ? Legend(series) : [];
        double above = LegendLine * legend.Select(place => place.Line).DefaultIfEmpty(0).Max();   // the chart grows upwards
        var svg = new Markup();
        svg.Add($"""<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 {-above} {Width} {Height + above}" """);
        svg.Line($"""role="img" aria-label="{title} by epoch">""");
        svg.Line($"""<text class="title" x="{Left}" y="{14 - above}">{title}</text>""");
        foreach (var ((x, line), name) in legend.Zip(series))
        {
            svg.Add($"""<path class="{name.Classes}" d="M{x:0.#} {26 - above + LegendLine * line}h18"/>""");
            svg.Line($"""<text x="{x + 23:0.#}" y="{30 - above + LegendLine * line}">{name.Name}</text>""");
        }
        AddValueAxis(svg, axis);
        AddEpochAxis(svg, epochs);
        foreach (var line in series)
            AddSeries(svg, line, axis, epochs);
        svg.Line($"</svg>");
        return svg;
    }

    /// <summary>The position of each line's name: as many per line as fit.</summary>
    private static (double X, int Line)[] Legend(IReadOnlyList<ChartSeries> series)
    {
        var places = new (double X, int Line)[series.Count];
        var (x, line) = (Left, 0);
        for (var i = 0; i < places.Length; i++)
        {
            double width = 23 + 6.2 * series[i].Name.Length;
            if (x > Left && x + width > Width)
                (x, line) = (Left, line + 1);
            places[i] = (x, line);
            x += width + 15;
        }
        return places;
    }

    private static void AddValueAxis(Markup svg, ChartAxis axis)
    {
        foreach (double tick in axis.Ticks)
        {
            double y = Y(axis, tick);
            svg.Add($"""<path class="grid" d="M{Left} {y:0.#}H{Right}"/>""");
            svg.Line($"""<text class="tick" text-anchor="end" x="{Left - 6}" y="{y + 3.5:0.#}">{ChartAxis.Label(tick)}</text>""");
        }
    }

    private static void AddEpochAxis(Markup svg, int epochs)
    {
        int step = Math.Max(1, (int)Math.Ceiling(epochs / 10.0));
        if (step > 2) step = (step + 4) / 5 * 5;
        svg.Add($"""<path class="axis" d="M{Left} {Bottom}H{Right}"/>""");
        for (int epoch = step; epoch <= epochs; epoch += step)
            svg.Add($"""<text class="tick" text-anchor="middle" x="{X(epoch - 1, epochs):0.#}" y="{Bottom + 14}">{epoch}</text>""");
        svg.Line($"""<text class="tick" text-anchor="middle" x="{(Left + Right) / 2}" y="{Height - 6}">epoch</text>""");
    }

    private static void AddSeries(Markup svg, ChartSeries line, ChartAxis axis, int epochs)
    {
        var path = new StringBuilder();
        bool isDrawing = false;
        for (int epoch = 0; epoch < line.Values.Count; epoch++)
        {
            double value = line.Values[epoch];
            if (!double.IsFinite(axis.Position(value)))
            {
                isDrawing = false;
                continue;
            }
            var (x, y) = (X(epoch, epochs), Y(axis, value));
            path.Append(FormattableString.Invariant($"{(isDrawing ? 'L' : 'M')}{x:0.#} {y:0.#}"));
            isDrawing = true;
            if (epochs > MarkedPoints) continue;
            svg.Add($"""<circle class="c{line.ColorIndex}" cx="{x:0.#}" cy="{y:0.#}" r="2.4">""");
            svg.Add($"<title>{line.Name}, epoch {epoch + 1}: {value:G4}</title></circle>");
        }
        svg.Line($"""<path class="{line.Classes}" d="{path}"/>""");
    }

    private static double X(int epoch, int epochs) =>
        epochs == 1 ? (Left + Right) / 2 : Left + 8 + (Right - Left - 16) * epoch / (epochs - 1);

    private static double Y(ChartAxis axis, double value) => Bottom - (Bottom - Top) * axis.Position(value);
}

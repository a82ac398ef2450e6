using System.Text;

namespace Microsoft.ML.MultiTask;

/// <summary>Lines over epochs as an SVG picture; its colours are the CSS variables of <see cref="ReportStyle"/>.</summary>
internal static class LineChart
{
    private const double Width = 400, Height = 250;
    private const double Left = 52, Right = Width - 12, Top = 40, Bottom = Height - 38;
    private const int MarkedPoints = 40;

    /// <param name="title">What is drawn.</param>
    /// <param name="series">The lines, with a value per epoch each.</param>
    /// <param name="axis">The value axis; null for one that fits the values.</param>
    /// <param name="hasLegend">Whether the lines are named above the picture.</param>
    public static Markup Render(string title, IReadOnlyList<ChartSeries> series, ChartAxis? axis = null, bool hasLegend = true)
    {
        axis ??= ChartAxis.For(series.SelectMany(line => line.Values));
        int epochs = series.Max(line => line.Values.Count);
        var svg = new Markup();
        svg.Add($"""<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {Width} {Height}" """);
        svg.Line($"""role="img" aria-label="{title} by epoch">""");
        svg.Line($"""<text class="title" x="{Left}" y="14">{title}</text>""");
        if (hasLegend) AddLegend(svg, series);
        AddValueAxis(svg, axis);
        AddEpochAxis(svg, epochs);
        foreach (var line in series)
            AddSeries(svg, line, axis, epochs);
        svg.Line($"</svg>");
        return svg;
    }

    private static void AddLegend(Markup svg, IReadOnlyList<ChartSeries> series)
    {
        double x = Left;
        foreach (var line in series)
        {
            svg.Add($"""<path class="{line.Classes}" d="M{x:0.#} 26h18"/>""");
            svg.Line($"""<text x="{x + 23:0.#}" y="30">{line.Name}</text>""");
            x += 38 + 6.2 * line.Name.Length;
        }
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

using System.Globalization;
using System.Net;
using System.Text;

namespace Microsoft.ML.MultiTask;

/// <summary>Lines over epochs as an SVG picture; its colours are the CSS variables of <see cref="ReportStyle"/>.</summary>
internal static class LineChart
{
    private const double Width = 400, Height = 250;
    private const double Left = 52, Right = 12, Top = 40, Bottom = 38;
    private const int MarkedPoints = 40;

    /// <param name="title">What is drawn.</param>
    /// <param name="series">The lines, with a value per epoch each.</param>
    /// <param name="axis">The value axis; null for one that fits the values.</param>
    public static string Render(string title, IReadOnlyList<ChartSeries> series, ChartAxis? axis = null)
    {
        axis ??= ChartAxis.For(series.SelectMany(line => line.Values));
        int epochs = series.Max(line => line.Values.Count);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-label="{Encode(title)} by epoch" xmlns="http://www.w3.org/2000/svg">""").Append('\n');
        svg.Append(CultureInfo.InvariantCulture, $"""<text class="title" x="{Left}" y="14">{Encode(title)}</text>""").Append('\n');
        AppendLegend(svg, series);
        AppendValueAxis(svg, axis);
        AppendEpochAxis(svg, epochs);
        foreach (var line in series)
            AppendLine(svg, line, axis, epochs);
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendLegend(StringBuilder svg, IReadOnlyList<ChartSeries> series)
    {
        double x = Left;
        foreach (var line in series)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<path class="{Class(line)}" d="M{x:0.#} 26h18"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x + 23:0.#}" y="30">{Encode(line.Name)}</text>""").Append('\n');
            x += 38 + 6.2 * line.Name.Length;
        }
    }

    private static void AppendValueAxis(StringBuilder svg, ChartAxis axis)
    {
        foreach (double tick in axis.Ticks)
        {
            double y = Y(axis, tick);
            svg.Append(CultureInfo.InvariantCulture, $"""<path class="grid" d="M{Left} {y:0.#}H{Width - Right}"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<text class="tick" text-anchor="end" x="{Left - 6}" y="{y + 3.5:0.#}">{ChartAxis.Label(tick)}</text>""").Append('\n');
        }
    }

    private static void AppendEpochAxis(StringBuilder svg, int epochs)
    {
        int step = Math.Max(1, (int)Math.Ceiling(epochs / 10.0));
        if (step > 2) step = (step + 4) / 5 * 5;
        svg.Append(CultureInfo.InvariantCulture, $"""<path class="axis" d="M{Left} {Height - Bottom}H{Width - Right}"/>""");
        for (int epoch = step == 1 ? 1 : step; epoch <= epochs; epoch += step)
            svg.Append(CultureInfo.InvariantCulture, $"""<text class="tick" text-anchor="middle" x="{X(epoch - 1, epochs):0.#}" y="{Height - Bottom + 14}">{epoch}</text>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text class="tick" text-anchor="middle" x="{(Left + Width - Right) / 2}" y="{Height - 6}">epoch</text>""").Append('\n');
    }

    private static void AppendLine(StringBuilder svg, ChartSeries line, ChartAxis axis, int epochs)
    {
        var path = new StringBuilder();
        bool isDrawing = false;
        for (int epoch = 0; epoch < line.Values.Count; epoch++)
        {
            double position = axis.Position(line.Values[epoch]);
            if (!double.IsFinite(position))
            {
                isDrawing = false;
                continue;
            }
            var (x, y) = (X(epoch, epochs), Y(axis, line.Values[epoch]));
            path.Append(CultureInfo.InvariantCulture, $"{(isDrawing ? 'L' : 'M')}{x:0.#} {y:0.#}");
            isDrawing = true;
            if (epochs <= MarkedPoints)
                svg.Append(CultureInfo.InvariantCulture, $"""<circle class="c{line.ColorIndex}" cx="{x:0.#}" cy="{y:0.#}" r="2.4"><title>{Encode(line.Name)}, epoch {epoch + 1}: {line.Values[epoch]:G4}</title></circle>""");
        }
        if (path.Length > 0)
            svg.Append(CultureInfo.InvariantCulture, $"""<path class="{Class(line)}" d="{path}"/>""");
        svg.Append('\n');
    }

    private static double X(int epoch, int epochs) =>
        epochs == 1 ? (Left + Width - Right) / 2 : Left + 8 + (Width - Right - Left - 16) * epoch / (epochs - 1);

    private static double Y(ChartAxis axis, double value) => Height - Bottom - (Height - Bottom - Top) * axis.Position(value);

    private static string Class(ChartSeries line) => line.IsDashed ? $"line dashed c{line.ColorIndex}" : $"line c{line.ColorIndex}";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

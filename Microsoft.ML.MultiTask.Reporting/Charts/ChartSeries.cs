using Microsoft.ML.MultiTask.Reporting.Html;

namespace Microsoft.ML.MultiTask.Reporting.Charts;

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Values">A value per epoch; values that are not finite leave a gap.</param>
/// <param name="ColorIndex">The index of its colour among the report's series colours.</param>
/// <param name="Stroke">The stroke.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values, int ColorIndex, ChartStroke Stroke = ChartStroke.Solid)
{
    /// <summary>The CSS classes of the line's path.</summary>
    public string Classes => Stroke switch
    {
        ChartStroke.Dashed => $"line dashed c{ColorIndex}",
        ChartStroke.Dotted => $"line dotted c{ColorIndex}",
        _ => $"line c{ColorIndex}",
    };

    /// <summary>One of many lines in a chart: colours vary first, then strokes, which gives 18 combinations.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="values">A value per epoch.</param>
    /// <param name="index">The line's index.</param>
    public static ChartSeries OfMany(string name, IReadOnlyList<double> values, int index) => new(
        name, values, index % ReportStyle.SeriesColors,
        (ChartStroke)(index / ReportStyle.SeriesColors % Enum.GetValues<ChartStroke>().Length));
}

namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">A value per epoch; those that are not finite leave a gap.</param>
/// <param name="ColorIndex">Which of the report's series colours it has.</param>
/// <param name="Stroke">How the line is drawn.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values, int ColorIndex, ChartStroke Stroke = ChartStroke.Solid)
{
    /// <summary>The classes of the line's path in the style sheet.</summary>
    public string Classes => Stroke switch
    {
        ChartStroke.Dashed => $"line dashed c{ColorIndex}",
        ChartStroke.Dotted => $"line dotted c{ColorIndex}",
        _ => $"line c{ColorIndex}",
    };

    /// <summary>One of many lines in a chart: colours first, then strokes, so that 18 differ.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="values">A value per epoch.</param>
    /// <param name="index">Which of the lines it is.</param>
    public static ChartSeries OfMany(string name, IReadOnlyList<double> values, int index) => new(
        name, values, index % ReportStyle.SeriesColors,
        (ChartStroke)(index / ReportStyle.SeriesColors % Enum.GetValues<ChartStroke>().Length));
}

namespace Microsoft.ML.MultiTask;

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">A value per epoch; those that are not finite leave a gap.</param>
/// <param name="ColorIndex">Which of the report's series colours it has.</param>
/// <param name="IsDashed">Whether the line is dashed.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values, int ColorIndex, bool IsDashed = false);

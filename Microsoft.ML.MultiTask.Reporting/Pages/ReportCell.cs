using System.Globalization;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A cell of a <see cref="ReportTable"/>.</summary>
/// <param name="Text">The text.</param>
/// <param name="Note">A note in small print below, such as a deviation or a count; empty for none.</param>
/// <param name="IsBest">Whether it is highlighted as the best.</param>
public sealed record ReportCell(string Text, string Note = "", bool IsBest = false)
{
    private const double Large = 1000;                              // errors from here on are printed without decimals

    /// <summary>Formats a metric: shares as percentages, errors as plain numbers, missing values as a dash.</summary>
    /// <param name="metric">The metric's name; see <see cref="MetricNames.IsError"/>.</param>
    /// <param name="value">The mean over runs, and the deviation for the note.</param>
    /// <param name="isBest">Whether the cell is highlighted.</param>
    public static ReportCell OfMetric(string metric, MeanAndDeviation value, bool isBest = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(metric);
        if (MetricNames.IsError(metric))
            return Math.Abs(value.Mean) < Large ? OfNumber(value, "0.000", "0.000", isBest) : OfNumber(value, "N0", "N0", isBest);
        return OfNumber(new(100 * value.Mean, 100 * value.Deviation), "0.0 '%'", "0.0", isBest);
    }

    /// <summary>Formats a mean, and its deviation as the note; missing values as a dash.</summary>
    internal static ReportCell OfNumber(MeanAndDeviation value, string format, string deviationFormat, bool isBest = false) => new(
        double.IsFinite(value.Mean) ? value.Mean.ToString(format, CultureInfo.InvariantCulture) : "–",
        double.IsFinite(value.Deviation) ? "± " + value.Deviation.ToString(deviationFormat, CultureInfo.InvariantCulture) : "",
        isBest);
}

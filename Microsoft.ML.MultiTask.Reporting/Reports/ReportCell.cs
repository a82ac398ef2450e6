using System.Globalization;
using Microsoft.ML.MultiTask.Scoring;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A cell of a <see cref="ReportTable"/>.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Note">What it says in small letters below: a deviation, a count; empty for nothing.</param>
/// <param name="IsBest">Whether it stands out as the best of its column.</param>
public sealed record ReportCell(string Text, string Note = "", bool IsBest = false)
{
    private const double Large = 1000;                              // an error from which on decimals are of no use

    /// <summary>The value of a metric: shares as percentages, errors as they are, a dash where there is none.</summary>
    /// <param name="metric">The metric's name; a name that ends in <c>Error</c> is an error, every other one a share of 0 to 1.</param>
    /// <param name="value">The mean over some runs and its deviation, which becomes the note.</param>
    /// <param name="isBest">Whether the cell stands out.</param>
    public static ReportCell OfMetric(string metric, MeanAndDeviation value, bool isBest = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(metric);
        if (MetricNames.IsError(metric))
            return Math.Abs(value.Mean) < Large ? OfNumber(value, "0.000", "0.000", isBest) : OfNumber(value, "N0", "N0", isBest);
        return OfNumber(new(100 * value.Mean, 100 * value.Deviation), "0.0 '%'", "0.0", isBest);
    }

    /// <summary>A mean and, as the note, its deviation, as numbers in the given formats; a dash where there is none.</summary>
    internal static ReportCell OfNumber(MeanAndDeviation value, string format, string deviationFormat, bool isBest = false) => new(
        double.IsFinite(value.Mean) ? value.Mean.ToString(format, CultureInfo.InvariantCulture) : "–",
        double.IsFinite(value.Deviation) ? "± " + value.Deviation.ToString(deviationFormat, CultureInfo.InvariantCulture) : "",
        isBest);
}

using System.Globalization;

namespace Microsoft.ML.MultiTask.Reporting.Charts;

/// <summary>A value axis with round ticks, linear or logarithmic.</summary>
internal sealed class ChartAxis
{
    private const int WantedTicks = 5;

    private readonly double _low;
    private readonly double _high;
    private readonly bool _isLogarithmic;

    private ChartAxis(double low, double high, bool isLogarithmic, IReadOnlyList<double> ticks) =>
        (_low, _high, _isLogarithmic, Ticks) = (low, high, isLogarithmic, ticks);

    /// <summary>The values with a grid line and a label.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that fits some values: logarithmic if all are positive and they span more than a factor of ten.</summary>
    /// <param name="values">The values; those that are not finite are ignored.</param>
    public static ChartAxis For(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return Linear(0, 1);
        var (low, high) = (finite.Min(), finite.Max());
        return low > 0 && high > 10 * low ? Logarithmic(low, high) : Linear(low, high);
    }

    /// <summary>A linear axis over a range, extended to round ticks.</summary>
    public static ChartAxis Linear(double low, double high)
    {
        if (high - low <= 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)))
            (low, high) = low == 0 ? (0, 1) : (low - Math.Abs(low) / 10, high + Math.Abs(high) / 10);
        double step = RoundStep((high - low) / WantedTicks);
        var (first, last) = (Math.Floor(low / step), Math.Ceiling(high / step));
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
        return new ChartAxis(ticks[0], ticks[^1], isLogarithmic: false, ticks);
    }

    /// <summary>The position of a value, from 0 (low end) to 1 (high end).</summary>
    public double Position(double value) => _isLogarithmic
        ? Math.Log(value / _low) / Math.Log(_high / _low)
        : (value - _low) / (_high - _low);

    /// <summary>The label of a tick.</summary>
    public static string Label(double tick)
    {
        double size = Math.Abs(tick);
        return size is > 0 and (< 1e-3 or >= 1e5)
            ? tick.ToString("0.#e0", CultureInfo.InvariantCulture)
            : Math.Round(tick, 6).ToString("0.####", CultureInfo.InvariantCulture);
    }

    private static ChartAxis Logarithmic(double low, double high)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        int[] digits = last - first <= 3 ? [1, 2, 5] : [1];
        int decades = Math.Max(1, (last - first) / WantedTicks);
        double[] all = [.. Enumerable.Range(0, last - first + 1).Where(i => i % decades == 0)
            .SelectMany(i => digits.Select(digit => digit * Math.Pow(10, first + i)))];
        double start = all.Where(tick => tick <= low).DefaultIfEmpty(all[0]).Max();
        double end = all.Where(tick => tick >= high).DefaultIfEmpty(high).Min();
        return new ChartAxis(start, end, isLogarithmic: true, [.. all.Where(tick => tick >= start && tick <= end)]);
    }

    /// <summary>The next of 1, 2 and 5 times a power of ten.</summary>
    private static double RoundStep(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
    }
}

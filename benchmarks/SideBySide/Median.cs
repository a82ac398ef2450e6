/// <summary>The middle of numbers.</summary>
internal static class Median
{
    /// <summary>The median; the mean of the middle two where their number is even, NaN where there are none.</summary>
    internal static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>Mean and standard deviation over several runs.</summary>
/// <param name="Mean">The mean; NaN if no run has a value.</param>
/// <param name="Deviation">The sample standard deviation (n - 1); NaN for fewer than two runs.</param>
public readonly record struct MeanAndDeviation(double Mean, double Deviation)
{
    /// <summary>Aggregates the values that are finite.</summary>
    /// <param name="values">A value per run.</param>
    public static MeanAndDeviation Of(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return new(double.NaN, double.NaN);
        var mean = finite.Average();
        return new(mean, finite.Length < 2 ? double.NaN : Math.Sqrt(finite.Sum(v => (v - mean) * (v - mean)) / (finite.Length - 1)));
    }
}

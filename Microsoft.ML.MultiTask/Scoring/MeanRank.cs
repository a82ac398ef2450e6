namespace Microsoft.ML.MultiTask;

/// <summary>MR: the place that a method takes among others, averaged over the metrics of all tasks. Lower is better.</summary>
/// <remarks>As Navon et al., "Multi-Task Learning as a Bargaining Game", ICML 2022, arXiv:2202.01017, compare methods beside Δm.</remarks>
public static class MeanRank
{
    /// <summary>The mean rank of each method.</summary>
    /// <param name="methods">What each method reaches, by task name and metric name.</param>
    /// <param name="counted">
    /// By task name, the metrics that count; null, or for a task that is not named, <see cref="DeltaM.UsualMetrics"/>. A metric that is
    /// not finite for every method is left out.
    /// </param>
    /// <returns>A rank per method, 1 to their number, methods that are equal sharing the mean of theirs; NaN where nothing can be
    /// compared.</returns>
    /// <exception cref="ArgumentException"><paramref name="counted"/> names a metric that a task does not have.</exception>
    public static IReadOnlyList<double> Of(
        IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>> methods,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? counted = null)
    {
        ArgumentNullException.ThrowIfNull(methods);
        if (methods.Count == 0) return [];
        var lines = (from task in methods[0]
                     from metric in DeltaM.CountedOf(task.Key, task.Value.Keys, counted)
                     let sign = MetricNames.IsError(metric) ? 1 : -1
                     let values = methods.Select(method => sign * (method.GetValueOrDefault(task.Key)?.GetValueOrDefault(metric, double.NaN) ?? double.NaN)).ToArray()
                     where values.All(double.IsFinite)
                     select values).ToArray();                                       // lower is better in each
        return [.. methods.Select((_, i) => lines.Select(values => Rank(values, values[i])).DefaultIfEmpty(double.NaN).Average())];
    }

    private static double Rank(double[] values, double value) => values.Count(other => other < value) + (values.Count(other => other == value) + 1) / 2.0;
}

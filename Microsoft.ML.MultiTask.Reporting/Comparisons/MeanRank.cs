namespace Microsoft.ML.MultiTask;

/// <summary>MR: the rank of a method among others, averaged over the metrics of all tasks. Lower is better.</summary>
/// <remarks>As in Navon et al., "Multi-Task Learning as a Bargaining Game", ICML 2022, arXiv:2202.01017, beside Δm.</remarks>
public static class MeanRank
{
    /// <summary>Ranks methods metric by metric and averages the ranks.</summary>
    /// <param name="methods">The values of each method, by task name and metric name.</param>
    /// <param name="counted">
    /// The metrics that count, by task name; <see cref="DeltaM.UsualMetrics"/> for tasks without an entry. Metrics that are not finite for
    /// every method are left out.
    /// </param>
    /// <returns>
    /// The mean rank of each method, 1 to the number of methods; equal methods share the mean of their ranks. NaN if no metric is common.
    /// </returns>
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
                     let values = methods.Select(method => sign * Value(method, task.Key, metric)).ToArray()
                     where values.All(double.IsFinite)
                     select values).ToArray();                                                   // one per metric; lower is better
        return [.. methods.Select((_, i) => lines.Select(values => Rank(values, values[i])).DefaultIfEmpty(double.NaN).Average())];
    }

    private static double Value(IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> method, string task, string metric) =>
        method.GetValueOrDefault(task)?.GetValueOrDefault(metric, double.NaN) ?? double.NaN;

    private static double Rank(double[] values, double value) =>
        values.Count(other => other < value) + (values.Count(other => other == value) + 1) / 2.0;
}

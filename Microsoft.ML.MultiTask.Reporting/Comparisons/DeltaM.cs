namespace Microsoft.ML.MultiTask;

using MetricValues = IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>;

/// <summary>
/// Δm: the change in percent of a network of several tasks against networks of one task each. The field has two conventions, one method
/// each.
/// </summary>
/// <remarks>
/// For a metric's value M of the multi-task network and B of the single-task network: (M - B) / |B|, its sign flipped if lower is better
/// (names that end in <c>Error</c>). Metrics that are not finite or whose B is 0 are left out, and so are tasks without a B.
/// </remarks>
public static class DeltaM
{
    /// <summary>
    /// The metrics that count by default: those that the field's tables compare. If a task has none of them, all of its metrics count.
    /// </summary>
    /// <value>
    /// Segmentation by <c>MeanIoU</c> and <c>PixelAccuracy</c>, depth by <c>AbsError</c> and <c>AbsRelError</c>, as in the tables of MTAN,
    /// LibMTL, CAGrad, Nash-MTL and FAMO; motion by <c>MovingIoU</c> and <c>MeanIoU</c>. The others are correlated with
    /// these and would give tasks with many metrics more weight.
    /// </value>
    public static IReadOnlyList<string> UsualMetrics { get; } =
    [
        nameof(SegmentationMetrics.MeanIoU), nameof(SegmentationMetrics.PixelAccuracy), nameof(DepthMetrics.AbsError),
        nameof(DepthMetrics.AbsRelError), nameof(MotionMetrics.MovingIoU),
    ];

    /// <summary>The gain in percent, higher is better: the mean over each task's metrics first, then over the tasks.</summary>
    /// <remarks>
    /// Maninis et al., "Attentive Single-Tasking of Multiple Tasks", CVPR 2019, arXiv:1904.08918, and Vandenhende et al., "Multi-Task
    /// Learning for Dense Prediction Tasks: A Survey", TPAMI 2021, arXiv:2004.13379; with several metrics per task as in LibMTL.
    /// </remarks>
    /// <param name="together">The values of the multi-task network, by task name and metric name.</param>
    /// <param name="alone">The values of the single-task networks, likewise.</param>
    /// <param name="counted">The metrics that count, by task name; <see cref="UsualMetrics"/> for tasks without an entry.</param>
    /// <returns>Percent; NaN if no metric can be compared.</returns>
    /// <exception cref="ArgumentException"><paramref name="counted"/> names a metric that a task does not have.</exception>
    public static double Gain(MetricValues together, MetricValues alone, IReadOnlyDictionary<string, IReadOnlyList<string>>? counted = null) =>
        Mean(Gains(together, alone, counted).GroupBy(gain => gain.Task).Select(task => Mean(task.Select(gain => gain.Percent))));

    /// <inheritdoc cref="Gain(MetricValues, MetricValues, IReadOnlyDictionary{string, IReadOnlyList{string}})"/>
    /// <param name="together">The values of the multi-task network.</param>
    /// <param name="alone">The values of the single-task networks; if several have a task, the first counts.</param>
    /// <param name="counted">The metrics that count, by task name; <see cref="UsualMetrics"/> for tasks without an entry.</param>
    public static double Gain(
        MultiTaskMetrics together, IEnumerable<MultiTaskMetrics> alone, IReadOnlyDictionary<string, IReadOnlyList<string>>? counted = null)
    {
        ArgumentNullException.ThrowIfNull(together);
        return Gain(together.ToValues(), Join(alone), counted);
    }

    /// <summary>The drop in percent, lower is better: the mean over all metrics of all tasks at once.</summary>
    /// <remarks>
    /// As in Liu et al., "Conflict-Averse Gradient Descent", NeurIPS 2021, arXiv:2110.14048; Navon et al., "Multi-Task Learning as a
    /// Bargaining Game" (Nash-MTL), ICML 2022, arXiv:2202.01017; Liu et al., "FAMO", NeurIPS 2023, arXiv:2306.03792.
    /// </remarks>
    /// <param name="together">The values of the multi-task network, by task name and metric name.</param>
    /// <param name="alone">The values of the single-task networks, likewise.</param>
    /// <param name="counted">The metrics that count, by task name; <see cref="UsualMetrics"/> for tasks without an entry.</param>
    /// <returns>Percent; NaN if no metric can be compared.</returns>
    /// <exception cref="ArgumentException"><paramref name="counted"/> names a metric that a task does not have.</exception>
    public static double Drop(MetricValues together, MetricValues alone, IReadOnlyDictionary<string, IReadOnlyList<string>>? counted = null) =>
        -Mean(Gains(together, alone, counted).Select(gain => gain.Percent));

    /// <inheritdoc cref="Drop(MetricValues, MetricValues, IReadOnlyDictionary{string, IReadOnlyList{string}})"/>
    /// <param name="together">The values of the multi-task network.</param>
    /// <param name="alone">The values of the single-task networks; if several have a task, the first counts.</param>
    /// <param name="counted">The metrics that count, by task name; <see cref="UsualMetrics"/> for tasks without an entry.</param>
    public static double Drop(
        MultiTaskMetrics together, IEnumerable<MultiTaskMetrics> alone, IReadOnlyDictionary<string, IReadOnlyList<string>>? counted = null)
    {
        ArgumentNullException.ThrowIfNull(together);
        return Drop(together.ToValues(), Join(alone), counted);
    }

    /// <summary>The metrics of a task that count.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="metrics">The names of its metrics.</param>
    /// <param name="counted">The metrics that count, by task name; <see cref="UsualMetrics"/> for tasks without an entry.</param>
    /// <exception cref="ArgumentException"><paramref name="counted"/> names a metric that the task does not have.</exception>
    public static IReadOnlyList<string> CountedOf(
        string task, IEnumerable<string> metrics, IReadOnlyDictionary<string, IReadOnlyList<string>>? counted = null)
    {
        string[] names = [.. metrics];
        if (counted is null || !counted.TryGetValue(task, out var chosen))
            return names.Any(UsualMetrics.Contains) ? [.. names.Where(UsualMetrics.Contains)] : names;
        return chosen.FirstOrDefault(name => !names.Contains(name)) is not { } unknown ? chosen : throw new ArgumentException(
            $"'{unknown}' of task '{task}' cannot be counted: its metrics are {string.Join(", ", names)}.", nameof(counted));
    }

    private static IEnumerable<(string Task, double Percent)> Gains(
        MetricValues together, MetricValues alone, IReadOnlyDictionary<string, IReadOnlyList<string>>? counted)
    {
        ArgumentNullException.ThrowIfNull(together);
        ArgumentNullException.ThrowIfNull(alone);
        return from task in together
               from metric in CountedOf(task.Key, task.Value.Keys, counted)
               let before = alone.GetValueOrDefault(task.Key)?.GetValueOrDefault(metric, double.NaN) ?? double.NaN
               let percent = 100 * (task.Value[metric] - before) / Math.Abs(before) * (MetricNames.IsError(metric) ? -1 : 1)
               where double.IsFinite(percent)
               select (task.Key, percent);
    }

    private static Dictionary<string, IReadOnlyDictionary<string, double>> Join(IEnumerable<MultiTaskMetrics> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return metrics.SelectMany(one => one.ToValues()).GroupBy(task => task.Key).ToDictionary(task => task.Key, task => task.First().Value);
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}

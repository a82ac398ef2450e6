using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>Dynamic task prioritization (DTP): the worse a task's metric, the more the task weighs.</summary>
    /// <remarks>
    /// Guo, Haque, Huang, Yeung, Fei-Fei: "Dynamic Task Prioritization for Multitask Learning", ECCV 2018, section 3: Σ wᵢ Lᵢ with
    /// wᵢ = -(1 - kᵢ)^γ log kᵢ, the focal loss's factor. k is a moving average of a metric of 0 to 1 of the batches trained on: k ← α κ +
    /// (1 - α) k, the first κ at the start. Costs one backward pass per step, and measuring the predictions of some batches; decoders get
    /// the weights too. Use it where what counts is a metric whose level is comparable between tasks.
    /// <para>
    /// Deviation: the metric is measured in every fourth step, which is enough for what moves slowly and costs a quarter. k is kept within
    /// 0.01 to 0.99, where the paper's weight grows beyond all bounds or vanishes. A metric that a batch does not determine leaves k as it
    /// is; a task weighs 1 until its metric is known.
    /// </para>
    /// </remarks>
    /// <param name="focus">γ, 0 or more: how much an easy task is neglected; the paper's range is 0 to 2. Default 1.</param>
    /// <param name="smoothing">α, above 0 and at most 1: the share of a new batch in k. Default 0.1.</param>
    /// <param name="updateEvery">Steps from one measurement to the next, at least 1; the paper's is 1. Default 4.</param>
    /// <param name="metrics">
    /// Each task's metric by task name (case does not matter), one of its <see cref="TaskMetrics.Values"/> where higher is better. By
    /// default a task's first whose name ends in IoU, or else in Accuracy or Score.
    /// </param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LossCombiner DynamicTaskPrioritization(
        double focus = 1, double smoothing = 0.1, int updateEvery = 4, IReadOnlyDictionary<string, string>? metrics = null)
    {
        CheckNotNegative(focus, nameof(focus));
        if (!(smoothing > 0 && smoothing <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(smoothing), $"'{nameof(smoothing)}' must be above 0 and at most 1, but was {Number(smoothing)}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(updateEvery, 1);
        return new DynamicTaskPrioritizationCombiner(focus, smoothing, updateEvery, metrics?.ToArray() ?? []);
    }
}

/// <summary>Σ -(1 - kᵢ)^γ log kᵢ · Lᵢ.</summary>
internal sealed class DynamicTaskPrioritizationCombiner(
    double focus, double smoothing, int updateEvery, KeyValuePair<string, string>[] metrics) : LossCombiner
{
    private const double Lowest = 0.01, Highest = 0.99;

    private static readonly string[] s_suffixes = ["IoU", "Accuracy", "Score"];

    private string[] _metrics = [];    // [T]
    private double[] _averages = [];   // k, [T], NaN where not known
    private double[] _step = [];       // [1]

    public override string Name => "DynamicTaskPrioritization";

    public override CombinedLoss Combine(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        if (_step[0]++ % updateEvery == 0)
            Measure(trainingStep);
        return base.Combine(trainingStep);
    }

    protected override void Start(Device device)
    {
        var chosen = metrics.ToDictionary(pair => IndexOfTask(pair.Key), pair => pair.Value);
        _metrics = [.. Tasks.Select((task, t) => MetricOf(task, chosen.GetValueOrDefault(t)))];
        _averages = AddNumbers("average_metric", Tasks.Count, double.NaN);
        _step = AddNumbers("step", 1);
    }

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
        (losses * PerTask([.. _averages.Select(Weight)], taskIndices, losses.device)).sum();

    private void Measure(TrainingStep trainingStep)
    {
        for (var i = 0; i < trainingStep.TaskIndices.Count; i++)
        {
            var task = trainingStep.TaskIndices[i];
            var measured = trainingStep.Metrics(i)[_metrics[task]];
            if (!double.IsNaN(measured))
                _averages[task] = double.IsNaN(_averages[task]) ? measured : smoothing * measured + (1 - smoothing) * _averages[task];
        }
    }

    private double Weight(double average)
    {
        if (double.IsNaN(average))
            return 1;
        var k = Math.Clamp(average, Lowest, Highest);
        return -Math.Pow(1 - k, focus) * Math.Log(k);
    }

    private string MetricOf(DenseTask task, string? chosen)
    {
        var names = task.CreateMetric().Compute().Values.Select(pair => pair.Key).ToArray();
        var candidates = chosen is null
            ? s_suffixes.SelectMany(suffix => names.Where(name => name.EndsWith(suffix, StringComparison.Ordinal)))
            : names.Where(name => name == chosen);
        return candidates.FirstOrDefault() ?? throw new ArgumentException(
            $"The '{Name}' combiner needs a metric of task '{task.Name}' "
            + (chosen is null ? "whose name ends in IoU, Accuracy or Score" : $"named '{chosen}'")
            + $", but the task has {string.Join(", ", names)}.");
    }
}

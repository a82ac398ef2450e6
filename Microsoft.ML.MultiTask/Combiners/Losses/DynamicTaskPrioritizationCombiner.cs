using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ wᵢ Lᵢ, wᵢ = -(1 - kᵢ)^γ log kᵢ, k being a moving average of the task's metric: k ← α κ + (1 - α) k.</summary>
/// <remarks>
/// Deviations: the metric is measured in every fourth step by default, which suits a slow average and costs a quarter. k is clamped to
/// 0.01 to 0.99, where the paper's weight is unbounded or vanishes. A metric that a batch does not determine leaves k as it is; a task
/// weighs 1 until its metric is known.
/// </remarks>
internal sealed class DynamicTaskPrioritizationCombiner(
    double focus, double smoothing, int updateEvery, IReadOnlyDictionary<string, string>? metrics) : LossCombiner
{
    private const double Lowest = 0.01, Highest = 0.99;

    private static readonly string[] s_suffixes = ["IoU", "Accuracy", "Score"];

    private readonly KeyValuePair<string, string>[] _metrics = [.. metrics ?? new Dictionary<string, string>()];

    public override string Name => "DynamicTaskPrioritization";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(
        state, focus, smoothing, updateEvery,
        [.. state.ByTask<string?>(_metrics!, _ => null).Select((chosen, t) => MetricOf(state.Tasks[t], chosen, Name))]);

    private static string MetricOf(DenseTask task, string? chosen, string combiner)
    {
        string[] names = [.. task.CreateMetric().Compute().Values.Select(pair => pair.Key)];
        var candidates = chosen is null
            ? s_suffixes.SelectMany(suffix => names.Where(name => name.EndsWith(suffix, StringComparison.Ordinal)))
            : names.Where(name => name == chosen);
        return candidates.FirstOrDefault() ?? throw new ArgumentException(
            $"The '{combiner}' combiner needs a metric of task '{task.Name}' "
            + (chosen is null ? "whose name ends in IoU, Accuracy or Score" : $"named '{chosen}'")
            + $", but the task has {string.Join(", ", names)}.");
    }

    private sealed class Session(CombinerSessionState state, double focus, double smoothing, int updateEvery, string[] metrics)
        : CombinerSession(state)
    {
        private readonly double[] _averages = state.AddNumbers("average_metric", state.Tasks.Count, double.NaN); // k, [T], NaN: not known
        private readonly double[] _step = state.AddNumbers("step", 1);

        public override CombinedLoss Combine(TrainingStep trainingStep)
        {
            ArgumentNullException.ThrowIfNull(trainingStep);
            if (_step[0]++ % updateEvery == 0)
                Measure(trainingStep);
            return base.Combine(trainingStep);
        }

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
            (losses * LossMath.PerTask([.. _averages.Select(Weight)], taskIndices, losses.device)).sum();

        private void Measure(TrainingStep trainingStep)
        {
            using var scope = torch.NewDisposeScope();
            for (var i = 0; i < trainingStep.TaskIndices.Count; i++)
            {
                var task = trainingStep.TaskIndices[i];
                var measured = trainingStep.Metrics(i)[metrics[task]];
                if (!double.IsNaN(measured))
                    _averages[task] = double.IsNaN(_averages[task]) ? measured
                        : smoothing * measured + (1 - smoothing) * _averages[task];
            }
        }

        private double Weight(double average)
        {
            if (double.IsNaN(average))
                return 1;
            var k = Math.Clamp(average, Lowest, Highest);
            return -Math.Pow(1 - k, focus) * Math.Log(k);
        }
    }
}

using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>
/// n μ log Σ exp(log(Lᵢ/zᵢ) / μ), z being the tasks' mean losses in the epoch that ends the warm-up; Σ log Lᵢ up to the end of that
/// epoch. Task i weighs n softmaxᵢ(log(L/z) / μ) / Lᵢ.
/// </summary>
/// <remarks>
/// Deviation: the authors' code leaves the largest logarithm out of the total, which changes its value but not its gradient. A task
/// without a label, or with a mean of 0, in the epoch that z comes from has a z of 1.
/// </remarks>
internal sealed class SmoothTchebycheffCombiner(double smoothness, int warmupEpochs) : LossCombiner
{
    public override string Name => "SmoothTchebycheff";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, smoothness, warmupEpochs);

    private sealed class Session(CombinerSessionState state, double smoothness, int warmupEpochs) : CombinerSession(state)
    {
        private readonly double[] _epoch = state.AddNumbers("epoch", 1);
        private readonly double[] _reference = state.AddNumbers("reference_loss", state.Tasks.Count, 1);   // z, [T]

        public override void BeginEpoch(int epoch) => _epoch[0] = epoch;

        public override void EndEpoch(IReadOnlyList<double> epochMeanLosses)
        {
            LossMath.CheckEpochMeans(epochMeanLosses, Tasks);
            if (_epoch[0] == warmupEpochs)
                for (var t = 0; t < _reference.Length; t++)
                    _reference[t] = epochMeanLosses[t] >= LossMath.SmallestLoss ? epochMeanLosses[t] : 1;
        }

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
        {
            var logarithms = LossMath.Logarithms(losses, TasksOf(taskIndices), Combiner.Name);
            if (_epoch[0] <= warmupEpochs)
                return logarithms.sum();
            var progress = logarithms - LossMath.PerTask(_reference, taskIndices, losses.device).log();              // log(L/z), [n]
            return LossMath.SmoothMaximum(progress, smoothness).Scaled(taskIndices.Count);
        }
    }
}

using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// Σ wᵢgᵢ with learned w = n softmax(p). With Gᵢ = wᵢ‖gᵢ‖ and rᵢ task i's loss over its initial one, relative to the mean of that, p
/// descends Σ |Gᵢ − mean(G) rᵢ^α|, mean(G) held constant.
/// </summary>
/// <remarks>
/// Deviation as in LibMTL, beside those of <see cref="LossCombiner.GradNorm"/>: w is a softmax, where the paper rescales. A task without a
/// label keeps its logit, and the softmax runs over the others.
/// </remarks>
internal sealed class GradNormCombiner(double alpha) : GradientCombiner
{
    public override string Name => "GradNorm";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, alpha);

    private sealed class Session(CombinerSessionState state, double alpha) : GradientSession(state)
    {
        private readonly Parameter[] _logits = state.AddTaskParameters("logit", 1);
        private readonly double[] _initialLosses = state.AddNumbers("initial_loss", state.Tasks.Count, double.NaN);   // [T], NaN: not known

        public override void EndEpoch(IReadOnlyList<double> epochMeanLosses)
        {
            LossMath.CheckEpochMeans(epochMeanLosses, Tasks);
            for (var task = 0; task < _initialLosses.Length; task++)
                if (double.IsNaN(_initialLosses[task]) && epochMeanLosses[task] >= LossMath.SmallestLoss)
                    _initialLosses[task] = epochMeanLosses[task];
        }

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var tasks = trainingStep.TaskIndices;
            if (tasks.All(task => double.IsNaN(_initialLosses[task])))
                return new SharedGradient.OfTotal();

            var gramian = Finite(trainingStep.Gramian(), tasks);
            double[] norms = [.. Enumerable.Range(0, tasks.Count).Select(i => Math.Sqrt(gramian[i, i]))];
            return new SharedGradient.WeightedSum(Weights(norms, trainingStep.LossValues, tasks));
        }

        private double[] Weights(double[] norms, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
        {
            using var gradients = torch.enable_grad();
            var weights = torch.stack(taskIndices.Select(task => _logits[task])).softmax(0).Scaled(losses.Count);    // w, [n]
            var lengths = weights * tensor(norms).to(weights.device);                                                // G
            double[] rates = [.. RelativeRates(losses, taskIndices).Select(rate => Math.Pow(rate, alpha))];
            (lengths - lengths.detach().mean() * tensor(rates).to(weights.device)).abs().sum().backward();
            return TrainingStep.Numbers(weights);
        }

        /// <summary>rᵢ; 1 for a task whose initial loss is not known.</summary>
        private double[] RelativeRates(IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
        {
            double[] rates = [.. losses.Select((loss, i) => Math.Max(0, loss) / _initialLosses[taskIndices[i]])];
            var mean = rates.Where(rate => !double.IsNaN(rate)).Average();
            return [.. rates.Select(rate => mean > 0 && !double.IsNaN(rate) ? rate / mean : 1)];
        }
    }
}

using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>c Σ zᵢ log Dᵢ, D = L + 1e-8, z the softmax of the logits, c (held constant) making the weights c zᵢ / Dᵢ sum to 1.</summary>
/// <remarks>
/// After the optimizer's step the same batch's losses are computed again, and Adam moves the logits against
/// Jᵀ(log D before - log D after) plus decay times the logits, J being the softmax's Jacobian. Deviation: a task without a label in a
/// step takes no part in the softmax, and its logit is not moved.
/// </remarks>
internal sealed class FamoCombiner(double learningRate, double decay, int updateEvery) : LossCombiner
{
    private const double Beta1 = 0.9, Beta2 = 0.999, AdamEpsilon = 1e-8;   // Kingma and Ba's
    private const double LossEpsilon = 1e-8;                               // the authors' code's

    public override string Name => "FAMO";

    public override double ForwardPasses => 1 + 1.0 / updateEvery;

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, learningRate, decay, updateEvery);

    private static double Logarithm(double loss) => Math.Log(loss + LossEpsilon);

    private sealed class Session(CombinerSessionState state, double learningRate, double decay, int updateEvery) : CombinerSession(state)
    {
        private readonly double[] _logits = state.AddNumbers("logit", state.Tasks.Count);
        private readonly double[] _mean = state.AddNumbers("logit_mean_gradient", state.Tasks.Count);
        private readonly double[] _meanSquare = state.AddNumbers("logit_mean_square_gradient", state.Tasks.Count);
        private readonly double[] _updates = state.AddNumbers("logit_updates", state.Tasks.Count);
        private readonly double[] _step = state.AddNumbers("step", 1);

        public override void AfterStep(TrainingStep trainingStep)
        {
            ArgumentNullException.ThrowIfNull(trainingStep);
            if (_step[0]++ % updateEvery != 0)
                return;

            using var scope = torch.NewDisposeScope();
            var tasks = trainingStep.TaskIndices;
            var after = TrainingStep.Numbers(trainingStep.LossesNow());
            if (!after.All(double.IsFinite))
                return;                                                            // the next step's losses raise the error

            double[] fall = [.. trainingStep.LossValues.Zip(after, (before, now) => Logarithm(before) - Logarithm(now))];
            var z = LossMath.Softmax([.. tasks.Select(t => _logits[t])]);
            var meanFall = z.Zip(fall, (share, delta) => share * delta).Sum();
            for (var i = 0; i < tasks.Count; i++)
                Update(tasks[i], z[i] * (fall[i] - meanFall));
        }

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
        {
            var d = LossMath.NotNegative(losses, TasksOf(taskIndices), Combiner.Name).Plus(LossEpsilon);
            var z = tensor(LossMath.Softmax([.. taskIndices.Select(t => _logits[t])])).to(losses.device);            // [n]
            return (z * d.log()).sum() / (z / d.detach()).sum();
        }

        /// <summary>One step of Adam with the decay added to the gradient.</summary>
        private void Update(int task, double gradient)
        {
            gradient += decay * _logits[task];
            _updates[task]++;
            _mean[task] += (1 - Beta1) * (gradient - _mean[task]);
            _meanSquare[task] += (1 - Beta2) * (gradient * gradient - _meanSquare[task]);
            var mean = _mean[task] / (1 - Math.Pow(Beta1, _updates[task]));
            var meanSquare = _meanSquare[task] / (1 - Math.Pow(Beta2, _updates[task]));
            _logits[task] -= learningRate * mean / (Math.Sqrt(meanSquare) + AdamEpsilon);
        }
    }
}

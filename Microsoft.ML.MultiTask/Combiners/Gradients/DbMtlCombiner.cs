using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>With gᵢ the gradients of log(Lᵢ + 1e-8) and buffers bᵢ ← gᵢ + β/t^σ (bᵢ − gᵢ), from 0: Σ max‖b‖ / (‖bᵢ‖ + 1e-8) · bᵢ.</summary>
/// <remarks>A task without a label keeps its buffer, which then takes no part.</remarks>
internal sealed class DbMtlCombiner(double smoothing, double decay) : GradientCombiner
{
    private const double Epsilon = 1e-8;

    public override string Name => "DB-MTL";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, smoothing, decay);

    private sealed class Session(CombinerSessionState state, double smoothing, double decay) : GradientSession(state)
    {
        private readonly double[] _steps = state.AddNumbers("steps", 1);

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
            LossMath.NotNegative(losses, TasksOf(taskIndices), Combiner.Name).Plus(Epsilon).log().sum();

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var gradients = GradientRows.Of(trainingStep.Gradients());                       // [n] of [P]
            CheckFinite(gradients, trainingStep.TaskIndices);
            var kept = smoothing / Math.Pow(++_steps[0], decay);
            var buffers = State.BufferRows("gradients", gradients, trainingStep.TaskIndices);
            for (var i = 0; i < buffers.Length; i++)
            {
                buffers[i].Scale(kept);
                buffers[i].AddScaled(gradients[i], 1 - kept);
            }

            var norms = Norms(buffers, trainingStep.TaskIndices);
            double[] scales = [.. norms.Select(norm => norms.Max() / (norm + Epsilon))];
            return new SharedGradient.Joint(
                GradientRows.Sum(buffers, scales, into: gradients[0]), [.. scales.Select(scale => scale * (1 - kept))]);
        }
    }
}

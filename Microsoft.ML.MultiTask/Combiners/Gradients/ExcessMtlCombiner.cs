using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// Σ wᵢLᵢ, w growing exponentially with the excess risks: about eᵢ = Σ g² / √(s + 1e-7), elementwise over the shared parameters, s being
/// the sum of the task's squared gradients so far. w ← w exp(η eᵢ/eᵢ⁰), rescaled to the sum T, eᵢ⁰ being the first excess risk.
/// </summary>
/// <remarks>
/// Deviation: computed so that no exponential overflows. A task without a label keeps its weight, and the others share the rest.
/// </remarks>
internal sealed class ExcessMtlCombiner(double stepSize) : GradientCombiner
{
    private const double Epsilon = 1e-7;

    public override string Name => "ExcessMTL";

    public override bool WeighsDecoders => true;

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, stepSize);

    private static Tensor Excess(Tensor gradient, Tensor squares)
    {
        using var scope = torch.NewDisposeScope();
        var square = gradient * gradient;
        squares.Add(square);
        return square.div_(squares.Plus(Epsilon).sqrt_()).sum(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    private sealed class Session(CombinerSessionState state, double stepSize) : GradientSession(state)
    {
        private readonly double[] _initialExcess = state.AddNumbers("initial_excess", state.Tasks.Count, double.NaN);   // [T], NaN: not known
        private readonly double[] _weights = state.AddNumbers("weights", state.Tasks.Count, 1);                         // [T]

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var tasks = trainingStep.TaskIndices;
            var gradients = GradientRows.Of(trainingStep.Gradients());                                                // [n] of [P]
            CheckFinite(gradients, tasks);
            var squares = State.BufferRows("squares", gradients, tasks);
            double[] excess = TrainingStep.Numbers(stack(squares.Select((sum, i) => Excess(gradients[i], sum))));     // sync point
            var weights = Grow([.. excess.Select((value, i) => Relative(value, tasks[i]))], tasks);
            return new SharedGradient.Joint(GradientRows.Sum(gradients, weights, into: gradients[0]), weights);
        }

        /// <summary>The excess over the first above 0; 1 before.</summary>
        private double Relative(double excess, int task)
        {
            Finite(excess, task);
            if (double.IsNaN(_initialExcess[task]) && excess > 0)
                _initialExcess[task] = excess;
            return double.IsNaN(_initialExcess[task]) ? 1 : excess / _initialExcess[task];
        }

        private double[] Grow(double[] excess, IReadOnlyList<int> tasks)
        {
            var total = tasks.Sum(task => _weights[task]);
            double[] shares = LossMath.Softmax(
                [.. excess.Select((value, i) => Math.Log(Math.Max(_weights[tasks[i]], LossMath.SmallestLoss)) + stepSize * value)]);
            for (var i = 0; i < tasks.Count; i++)
                _weights[tasks[i]] = total * shares[i];
            return [.. tasks.Select(task => _weights[task])];
        }
    }
}

using Microsoft.ML.MultiTask.Kernels;
using static Microsoft.ML.MultiTask.Combiners.GradientRows;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// At step t, with ĝᵢ = Lᵢ gᵢ / (‖gᵢ‖ + 1e-8): yᵢ ← yᵢ − β/t^b (yᵢ − ĝᵢ), from 0; λ ← softmax(λ − γ/t^c (YYᵀ + ρI) λ), from 1/T; the
/// gradient is Σ λᵢyᵢ.
/// </summary>
/// <remarks>
/// Deviations of the authors' code and LibMTL from the paper, kept: the gradients are normalised, and a softmax replaces the projection
/// on the simplex. A task without a label keeps its y and λ; the others share the rest of λ, scaled to a sum of 1 in that step.
/// </remarks>
internal sealed class MoCoCombiner(
    double trackingRate, double trackingDecay, double weightRate, double weightDecay, double regularization) : GradientCombiner
{
    private const double Epsilon = 1e-8;

    public override string Name => "MoCo";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(
        state, step => trackingRate / Math.Pow(step, trackingDecay), step => weightRate / Math.Pow(step, weightDecay), regularization);

    private sealed class Session(
        CombinerSessionState state, Func<double, double> trackingRate, Func<double, double> weightRate, double regularization)
        : GradientSession(state)
    {
        private readonly double[] _steps = state.AddNumbers("steps", 1);
        private readonly double[] _weights = state.AddNumbers("weights", state.Tasks.Count, 1.0 / state.Tasks.Count);   // λ, [T]

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var (tasks, losses) = (trainingStep.TaskIndices, trainingStep.LossValues);
            var step = ++_steps[0];
            var rate = trackingRate(step);
            var gradients = Of(trainingStep.Gradients());                                    // [n] of [P]
            double[] scales = [.. Norms(gradients, tasks).Select((norm, i) => losses[i] / (norm + Epsilon))];
            var tracked = State.BufferRows("gradients", gradients, tasks);
            for (var i = 0; i < tracked.Length; i++)
            {
                tracked[i].Scale(1 - rate);
                tracked[i].AddScaled(gradients[i], rate * scales[i]);
            }

            var shares = Move(Finite(Products(tracked), tasks), tasks, weightRate(step));
            return new SharedGradient.Joint(
                Sum(tracked, shares, into: gradients[0]), [.. shares.Select((share, i) => share * rate * scales[i])]);
        }

        /// <summary>Moves λ and returns the present tasks' as shares of 1.</summary>
        private double[] Move(double[,] gramian, IReadOnlyList<int> tasks, double rate)
        {
            var total = tasks.Sum(task => _weights[task]);
            var shares = VectorOf(tasks.Count, i => _weights[tasks[i]] / total);
            double[] moved = LossMath.Softmax((shares - rate * (MatrixOf(gramian) * shares + regularization * shares)).ToArray());
            for (var i = 0; i < tasks.Count; i++)
                _weights[tasks[i]] = total * moved[i];
            return moved;
        }
    }
}

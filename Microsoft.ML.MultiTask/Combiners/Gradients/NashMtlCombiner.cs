using Microsoft.ML.MultiTask.Combiners.Solvers;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>Σ αᵢLᵢ with G α = 1/α, whose gradient has the norm √n; the encoder's gradient is then shortened to a largest norm.</summary>
/// <remarks>
/// Deviation: solved by Newton's method on its convex form, to 1e-10, where the authors take 20 steps of a convex-concave procedure. Where
/// the gradients cancel each other there is no solution, and all tasks weigh 1 in that step.
/// </remarks>
internal sealed class NashMtlCombiner(int updateEvery, double? maxNorm) : GradientCombiner
{
    public override string Name => "Nash-MTL";

    public override bool WeighsDecoders => true;

    public override double BackwardPasses(int taskCount) => (taskCount + updateEvery - 1.0) / updateEvery;

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, updateEvery, maxNorm);

    private sealed class Session(CombinerSessionState state, int updateEvery, double? maxNorm) : GradientSession(state)
    {
        private readonly double[] _weights = state.AddNumbers("weights", state.Tasks.Count, 1);   // [T], the last solution
        private readonly double[] _steps = state.AddNumbers("steps", 1);

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var tasks = trainingStep.TaskIndices;
            var weights = _steps[0]++ % updateEvery == 0
                ? WeightedSumOrEqual(Solve(Finite(trainingStep.Gramian(), tasks), tasks), tasks.Count, equalWeight: 1)
                : new SharedGradient.WeightedSum([.. tasks.Select(task => _weights[task])]);
            return weights with { NormLimit = maxNorm };
        }

        private double[]? Solve(double[,] gramian, IReadOnlyList<int> taskIndices)
        {
            var found = FairAllocation.Solve(GradientRows.MatrixOf(gramian), exponent: 1);
            for (var i = 0; i < taskIndices.Count && found is not null; i++)
                _weights[taskIndices[i]] = found[i];
            return found?.ToArray();
        }
    }
}

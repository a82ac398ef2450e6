using Microsoft.ML.MultiTask.Combiners.Solvers;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>Σ wᵢLᵢ with G w = w^(-1/α).</summary>
/// <remarks>
/// Deviation: solved by Newton's method on its convex form, to 1e-10, where the authors' code minimises the squared residual. Where the
/// gradients cancel each other there is no solution, and all tasks weigh 1 in that step.
/// </remarks>
internal sealed class FairGradCombiner(double alpha) : GramianCombiner
{
    public override string Name => "FairGrad";

    public override bool WeighsDecoders => true;

    protected override double[]? Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks) =>
        FairAllocation.Solve(GradientRows.MatrixOf(gramian), 1 / alpha)?.ToArray();
}

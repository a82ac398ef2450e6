using Microsoft.ML.MultiTask.Combiners.Solvers;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>FairGrad: the step is allotted to the tasks as a scarce resource is, with the fairness that one chooses.</summary>
    /// <remarks>
    /// Ban, Ji: "Fair Resource Allocation in Multi-Task Learning", ICML 2024, arXiv:2402.15638, equation 6: the weights w with G w =
    /// w^(-1/α). α = 1 is proportional fairness, the weights of <see cref="NashMtl"/>; towards 0 the total gain counts, towards infinity
    /// that of the task that gains least. The weights are those of the losses, so the decoders get them too. Costs one backward pass per
    /// task.
    /// <para>Use it like <see cref="NashMtl"/>; with α = 2 for harder tasks first.</para>
    /// <para>
    /// Deviations: solved exactly, by Newton's method on its convex form, to 1e-10, where the authors' code minimises the residual's
    /// square. Where the gradients cancel each other there is no solution, and all tasks weigh 1 in that step.
    /// </para>
    /// </remarks>
    /// <param name="alpha">α, above 0; by default 1.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not a positive number.</exception>
    public static GradientCombiner FairGrad(double alpha = 1)
    {
        CheckPositive(alpha, nameof(alpha));
        return new FairGradCombiner(alpha);
    }
}

/// <summary>Σ wᵢLᵢ with G w = w^(-1/α).</summary>
internal sealed class FairGradCombiner(double alpha) : GramianCombiner
{
    public override string Name => "FairGrad";

    public override bool WeighsDecoders => true;

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices) =>
        OrEqual(FairAllocation.Solve(MatrixOf(gramian), 1 / alpha), losses.Count, 1);
}

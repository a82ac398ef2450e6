using Microsoft.ML.MultiTask.Combiners.Solvers;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// UPGrad: each gradient is replaced by the direction nearest to it that conflicts with no task, and these are averaged.
    /// </summary>
    /// <remarks>
    /// Quinton, Rey: "Jacobian Descent for Multi-Objective Optimization", 2024, arXiv:2406.16232, equation 4: the mean of the projections
    /// of all gᵢ on the dual cone of the gradients, each a quadratic program on G / tr G + r I. Costs one backward pass per task; decoders
    /// get their own gradients.
    /// <para>
    /// Use it where no task may lose: to first order the step raises no task's loss, and unlike <see cref="Mgda"/>'s grows with every
    /// gradient.
    /// </para>
    /// <para>Deviation: the quadratic programs are solved exactly, by an active-set method.</para>
    /// </remarks>
    /// <param name="regularization">r, at least 0: by default 1e-4, as in the authors' code. With 0 nothing conflicts but for
    /// rounding.</param>
    /// <param name="smallestTrace">Where tr G is below this, the gradients are averaged as they are. By default 1e-4, as in the authors'
    /// code.</param>
    /// <param name="average">Whether the projections are averaged, as in the paper, or added.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public static GradientCombiner UPGrad(double regularization = 1e-4, double smallestTrace = 1e-4, bool average = true)
    {
        CheckNotNegative(regularization, nameof(regularization));
        CheckNotNegative(smallestTrace, nameof(smallestTrace));
        return new UPGradCombiner(regularization, smallestTrace, average);
    }
}

/// <summary>Σᵢ pᵢ · (gᵢ projected on the dual cone), p = 1/n or 1.</summary>
internal sealed class UPGradCombiner(double regularization, double smallestTrace, bool average) : GramianCombiner
{
    public override string Name => "UPGrad";

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var n = losses.Count;
        var preference = average ? 1.0 / n : 1;
        var a = MatrixOf(gramian);
        var trace = a.Trace();
        if (trace < smallestTrace || trace <= 0)
            return [.. Enumerable.Repeat(preference, n)];

        a = a.MapIndexed((i, j, value) => value / trace + (i == j ? regularization : 0));
        var sum = VectorOf(n, _ => 0);
        for (var i = 0; i < n && sum is not null; i++)
            sum = DualCone.Project(a, VectorOf(n, j => i == j ? preference : 0)) is { } projected ? sum + projected : null;
        return OrEqual(sum, n, preference);
    }
}

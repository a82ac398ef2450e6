using Microsoft.ML.MultiTask.Combiners.Solvers;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// CAGrad: of all directions near the mean gradient, the one along which the task that gains least gains most.
    /// </summary>
    /// <remarks>
    /// Liu, Liu, Jin, Stone, Liu: "Conflict-Averse Gradient Descent for Multi-task Learning", NeurIPS 2021, arXiv:2110.14048, algorithm 1:
    /// d = g₀ + c‖g₀‖ · g_w / ‖g_w‖, where g₀ is the mean of the gradients and g_w = Σ wᵢgᵢ with the w of the simplex for which g_w·g₀ +
    /// c‖g₀‖ ‖g_w‖ is least. Costs one backward pass per task; decoders get their own gradients.
    /// <para>
    /// Use it as a first choice among the combiners by gradients: it follows the mean and gives way where one task would lose. The larger
    /// the radius, the more it minds the worst task; at 0 it is the mean gradient.
    /// </para>
    /// <para>
    /// Deviations: works on the gradients' inner products. w is exact (to 1e-14 of the largest possible gain; the published codes' solver
    /// stops at about 1e-3). Where a convex combination of the gradients is 0, so that g_w may be, the direction is the one nearest to g₀
    /// that conflicts with no task, if any is that near.
    /// </para>
    /// </remarks>
    /// <param name="radius">c, how far the direction may be from the mean gradient, in lengths of that: 0 or more, below 1 for convergence.
    /// The paper has 0.4 for its experiments on images; by default 0.5.</param>
    /// <param name="rescaling">What the direction is divided by; by default 1 + c².</param>
    /// <param name="average">
    /// Whether the direction is on the scale of the tasks' mean gradient, as in the paper, or of their sum, n times as large, as in the
    /// authors' code.
    /// </param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="radius"/> is negative or not finite, or <paramref name="rescaling"/> is none of the three.
    /// </exception>
    public static GradientCombiner CAGrad(
        double radius = 0.5, CAGradRescaling rescaling = CAGradRescaling.OnePlusSquare, bool average = true)
    {
        CheckNotNegative(radius, nameof(radius));
        CheckDefined(rescaling, nameof(rescaling));
        return new CAGradCombiner(radius, rescaling, average);
    }
}

/// <summary>The least conflicting direction within c‖g₀‖ of g₀, as weights of the gradients.</summary>
internal sealed class CAGradCombiner(double radius, CAGradRescaling rescaling, bool average) : GramianCombiner
{
    public override string Name => "CAGrad";

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var divisor = rescaling switch
        {
            CAGradRescaling.OnePlusSquare => 1 + radius * radius,
            CAGradRescaling.OnePlusRadius => 1 + radius,
            _ => 1,
        };
        var (n, scale) = (losses.Count, average ? 1.0 : losses.Count);
        return OrEqual(ConflictAversion.Coefficients(MatrixOf(gramian), radius)?.Multiply(scale / divisor), n, scale / n);
    }
}

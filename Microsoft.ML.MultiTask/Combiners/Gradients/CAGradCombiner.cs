using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.RootFinding;
using Microsoft.ML.MultiTask.Combiners.Solvers;
using static Microsoft.ML.MultiTask.Combiners.GradientRows;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// The direction d within c‖g₀‖ of the mean gradient g₀ for which minᵢ gᵢ·d is largest (equation 3); the paper's dual writes it as
/// g₀ + c‖g₀‖ g_w / ‖g_w‖.
/// </summary>
/// <remarks>
/// The direction nearest to g₀ with gᵢ·d ≥ v for all i is d = g₀ + Σ zᵢgᵢ, where z ≥ 0 minimises ½ zᵀGz + Σ zᵢ(gᵢ·g₀ − v). Its distance
/// from g₀ grows with v; Brent's method finds the v where it is c‖g₀‖.
/// <para>
/// Deviations: w is exact (to 1e-14 of the largest possible gain; the published codes' solver stops at about 1e-3). Where a convex
/// combination of the gradients is 0, so that g_w may be, d is the direction nearest to g₀ that conflicts with no task, if one is that near.
/// </para>
/// </remarks>
internal sealed class CAGradCombiner(double radius, CAGradRescaling rescaling, bool average) : GramianCombiner
{
    private const double Tolerance = 1e-14;     // of v, as a fraction of its range, and of the distance, of c‖g₀‖
    private const int MaxIterations = 200;

    public override string Name => "CAGrad";

    protected override double EqualWeight(int taskCount) => Scale(taskCount) / taskCount;

    protected override double[]? Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks)
    {
        var divisor = rescaling switch
        {
            CAGradRescaling.OnePlusSquare => 1 + radius * radius,
            CAGradRescaling.OnePlusRadius => 1 + radius,
            _ => 1,
        };
        return Coefficients(MatrixOf(gramian), radius)?.Multiply(Scale(losses.Count) / divisor).ToArray();
    }

    /// <summary>The coefficients of d, [n], by G, [n, n], and c; null where a solver does not converge.</summary>
    internal static Vector<double>? Coefficients(Matrix<double> gramian, double radius)
    {
        var mean = VectorOf(gramian.RowCount, _ => 1.0 / gramian.RowCount);
        var products = gramian * mean;                                                       // gᵢ·g₀
        var meanLength = MinimumNorm.Length(gramian, mean);
        var allowed = radius * meanLength;
        if (allowed <= 0)
            return mean;

        var shortest = Math.Sqrt(gramian.Diagonal().Minimum());
        var most = MinimumNorm.IsZero(gramian) ? 0 : shortest * meanLength * (1 + radius);   // cancelling gradients allow no v above 0
        var least = Math.Min(products.Minimum(), most);
        Vector<double>? Moved(double fraction) => NonNegativeQuadratic.Minimize(gramian, least + fraction * (most - least) - products);
        double Excess(double fraction) => Moved(fraction) is { } z ? MinimumNorm.Length(gramian, z) / allowed - 1 : 1;   // 1: none reaches v

        var (found, fraction) = (true, 1.0);
        if (Excess(1) > 0)
            found = Brent.TryFindRoot(Excess, 0, 1, Tolerance, MaxIterations, out fraction);
        return found ? Moved(fraction)?.Add(mean) : null;
    }

    private double Scale(int taskCount) => average ? 1 : taskCount;
}

using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.RootFinding;
using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask.Combiners.Solvers;

/// <summary>
/// Finds the direction d within c‖g₀‖ of the mean gradient g₀ whose least product with a gradient, minᵢ gᵢ·d, is largest, from the
/// Gramian.
/// </summary>
/// <remarks>
/// Liu et al., "Conflict-Averse Gradient Descent for Multi-task Learning", NeurIPS 2021, arXiv:2110.14048, equation 3.
/// <para>
/// The direction nearest to g₀ with gᵢ·d ≥ v for all i is d = g₀ + Σ zᵢgᵢ, where z ≥ 0 minimises ½ zᵀAz + Σ zᵢ(gᵢ·g₀ − v). It moves
/// away from g₀ as v grows; the one sought is where it has moved c‖g₀‖. The paper's dual has w = z / Σz.
/// </para>
/// </remarks>
internal static class ConflictAversion
{
    /// <summary>How exactly v is found, as a fraction of the range that it may be in, and the distance moved, of c‖g₀‖.</summary>
    internal const double Tolerance = 1e-14;

    private const int MaxIterations = 200;

    /// <summary>The coefficients of d, [K]; null where a solver does not converge.</summary>
    /// <param name="gramian">A, [K, K].</param>
    /// <param name="radius">c, 0 or more.</param>
    internal static Vector<double>? Coefficients(Matrix<double> gramian, double radius)
    {
        var mean = Vector<double>.Build.Dense(gramian.RowCount, 1.0 / gramian.RowCount);
        var products = gramian * mean;                                                       // gᵢ·g₀
        var meanLength = MinimumNorm.Length(gramian, mean);
        var shortest = Math.Sqrt(gramian.Diagonal().Minimum());
        var allowed = radius * meanLength;
        if (allowed <= 0)
            return mean;

        var most = MinimumNorm.IsZero(gramian) ? 0 : shortest * meanLength * (1 + radius);   // cancelling gradients allow no v above 0
        var least = Math.Min(products.Minimum(), most);
        Vector<double>? Moved(double fraction) => NonNegativeQuadratic.Minimize(gramian, least + fraction * (most - least) - products);
        double Excess(double fraction) => Moved(fraction) is { } z ? MinimumNorm.Length(gramian, z) / allowed - 1 : 1;   // 1: none reaches v

        var (found, fraction) = (true, 1.0);
        if (Excess(1) > 0)
            found = Brent.TryFindRoot(Excess, 0, 1, Tolerance, MaxIterations, out fraction);
        return found ? Moved(fraction)?.Add(mean) : null;
    }
}

using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask.Combiners.Solvers;

/// <summary>Finds the point of least norm in the convex hull of K vectors, from their Gramian.</summary>
/// <remarks>
/// w minimises wᵀAw over the simplex where w = z / Σz and z minimises ½ zᵀ(A/κ)z + ½ (Σz − 1)² over z ≥ 0, for any κ above 0: along a ray
/// z = t w the latter's least value, ½ q/(1 + q) with q = wᵀAw/κ, grows with q. κ is the least squared norm, so that q is at most 1.
/// </remarks>
internal static class MinimumNorm
{
    private const double RelativeZero = 1e-6;

    /// <summary>The point's weights, at least 0 and of sum 1; null where <see cref="NonNegativeQuadratic"/> finds none.</summary>
    /// <param name="gramian">A, [K, K]. Vectors of norm 0 share the weight among themselves.</param>
    internal static Vector<double>? Weights(Matrix<double> gramian)
    {
        var diagonal = gramian.Diagonal();
        var least = diagonal.Minimum();
        if (least <= 0)
            return diagonal.Map(value => value <= 0 ? 1.0 : 0, Zeros.Include) / diagonal.Count(value => value <= 0);

        var z = NonNegativeQuadratic.Minimize(gramian / least + 1, Vector<double>.Build.Dense(gramian.RowCount, 1));
        return z is null ? null : z / z.Sum();
    }

    /// <summary>
    /// Whether the vectors cancel each other: one is 0, or a convex combination of the unit vectors is 0 up to the rounding of float32.
    /// </summary>
    internal static bool IsZero(Matrix<double> gramian)
    {
        var lengths = gramian.Diagonal().PointwiseSqrt();
        if (lengths.Minimum() <= 0)
            return true;

        var cosines = gramian.MapIndexed((i, j, value) => value / (lengths[i] * lengths[j]));
        return Weights(cosines) is not { } w || Length(cosines, w) <= RelativeZero;
    }

    /// <summary>‖Σ zᵢgᵢ‖.</summary>
    internal static double Length(Matrix<double> gramian, Vector<double> z) => Math.Sqrt(Math.Max(0, z.DotProduct(gramian * z)));
}

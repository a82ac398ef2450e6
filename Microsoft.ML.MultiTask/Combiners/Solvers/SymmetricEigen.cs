using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask.Combiners.Solvers;

/// <summary>The eigenvalues of a Gramian above its rounding, largest first, with their eigenvectors. Those below count as zero.</summary>
/// <param name="Values">λ, [r], r the rank, from 0 to K.</param>
/// <param name="Vectors">The r orthonormal eigenvectors, each [K].</param>
internal readonly record struct SymmetricEigen(double[] Values, Vector<double>[] Vectors)
{
    /// <summary>Times K the relative threshold. Rounding gradients to float32 moves the eigenvalues by 2⁻⁴⁸ = 4e-15 of the largest.</summary>
    internal const double RelativeRounding = 1e-14;

    /// <summary>Decomposes a symmetric, positive semi-definite matrix, [K, K].</summary>
    internal static SymmetricEigen Of(Matrix<double> matrix)
    {
        var decomposition = matrix.Evd(Symmetricity.Symmetric);
        var values = decomposition.EigenValues.Select(value => value.Real).ToArray();
        var threshold = values.Max() * matrix.RowCount * RelativeRounding;
        int[] kept = [.. Enumerable.Range(0, values.Length).Where(i => values[i] > threshold).OrderByDescending(i => values[i])];
        return new([.. kept.Select(i => values[i])], [.. kept.Select(decomposition.EigenVectors.Column)]);
    }

    /// <summary>V diag(f(λ)) Vᵀ y, for a function of the eigenvalues: λ ↦ 1/λ makes it the pseudo-inverse.</summary>
    internal Vector<double> Apply(Func<double, double> function, Vector<double> y)
    {
        var result = y * 0;
        for (var i = 0; i < Values.Length; i++)
            result += Vectors[i] * (function(Values[i]) * Vectors[i].DotProduct(y));
        return result;
    }
}

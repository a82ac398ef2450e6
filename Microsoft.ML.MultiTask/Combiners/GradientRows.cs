using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>Arithmetic on whole gradients, one row [P] per task, in place; and matrices as the solvers take them.</summary>
internal static class GradientRows
{
    /// <summary>The rows of a matrix, as views.</summary>
    internal static Tensor[] Of(Tensor matrix) => [.. Enumerable.Range(0, (int)matrix.shape[0]).Select(i => matrix.select(0, i))];

    /// <summary>Inner products, [n, n].</summary>
    internal static double[,] Products(Tensor[] rows) => InnerProducts.Of([.. rows.Select(row => new[] { row })]);

    /// <summary>Σ wᵢ rowᵢ.</summary>
    /// <param name="rows">[n] of [P].</param>
    /// <param name="weights">[n].</param>
    /// <param name="into">[P]; overwritten. May be the first row.</param>
    internal static Tensor Sum(Tensor[] rows, IReadOnlyList<double> weights, Tensor into)
    {
        if (!ReferenceEquals(into, rows[0]))
            into.copy_(rows[0]);
        into.Scale(weights[0]);
        for (var i = 1; i < rows.Length; i++)
            into.AddScaled(rows[i], weights[i]);
        return into;
    }

    internal static double[,] Sum(IEnumerable<double[,]> gramians) => gramians.Select(MatrixOf).Aggregate((sum, part) => sum + part).ToArray();

    internal static Matrix<double> MatrixOf(double[,] gramian) => Matrix<double>.Build.DenseOfArray(gramian);

    internal static Vector<double> VectorOf(int length, Func<int, double> element) => Vector<double>.Build.Dense(length, element);
}

using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Combiners.Solvers;
using static Microsoft.ML.MultiTask.Combiners.GradientRows;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// Σ αᵢgᵢ with the α of sum 1 whose projection on every gᵢ/‖gᵢ‖ is the same: as G α ∝ √diag G, α = v/Σv with v = G⁺ √diag G.
/// </summary>
/// <remarks>
/// Deviation: with the pseudo-inverse G⁺ instead of the paper's inverse, linearly dependent gradients have weights too: the least-squares
/// solution of least norm (Quinton, Rey, arXiv:2406.16232). Where v sums to 0, all tasks weigh 1/n.
/// </remarks>
internal sealed class ImtlGCombiner : GramianCombiner
{
    private const double RelativeZero = 1e-12;

    public override string Name => "IMTL-G";

    protected override double EqualWeight(int taskCount) => 1.0 / taskCount;

    protected override double[]? Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks)
    {
        var v = Solve(MatrixOf(gramian));
        var sum = v.Sum();
        return Math.Abs(sum) > RelativeZero * v.L1Norm() ? (v / sum).ToArray() : null;
    }

    /// <summary>
    /// v with G v = √diag G, or nearest to it. For independent gradients the system of their cosines is solved, so different lengths lose no digits.
    /// </summary>
    private static Vector<double> Solve(Matrix<double> gramian)
    {
        var lengths = gramian.Diagonal().PointwiseSqrt();
        if (lengths.Minimum() > 0)
        {
            var cosines = SymmetricEigen.Of(gramian.MapIndexed((i, j, value) => value / (lengths[i] * lengths[j])));
            if (cosines.Values.Length == lengths.Count)
                return cosines.Apply(value => 1 / value, VectorOf(lengths.Count, _ => 1)).PointwiseDivide(lengths);
        }
        return SymmetricEigen.Of(gramian).Apply(value => 1 / value, lengths);
    }
}

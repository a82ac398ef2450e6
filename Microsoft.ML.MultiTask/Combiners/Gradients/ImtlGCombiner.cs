using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Combiners.Solvers;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>IMTL-G: the combination of the gradients that goes equally far along each of them.</summary>
    /// <remarks>
    /// Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang: "Towards Impartial Multi-task Learning", ICLR 2021, equation 4: the weights α of sum 1
    /// for which g = Σ αᵢgᵢ has the same projection on every gᵢ/‖gᵢ‖. As G α ∝ √diag G, α = v/Σv with v = G⁺ √diag G. Costs one backward
    /// pass per task; decoders get their own gradients.
    /// <para>
    /// Use it where tasks' gradients differ much in length and no task shall be favoured; behind a balance of losses, as in <see
    /// cref="Imtl"/>. Weights may be negative where a gradient is much longer than others that it is nearly parallel to.
    /// </para>
    /// <para>
    /// Deviation: with the pseudo-inverse G⁺ instead of the paper's inverse, also gradients that depend on each other have weights: the
    /// smallest that come nearest (Quinton, Rey, arXiv:2406.16232). Where v sums to 0, all tasks weigh 1/n.
    /// </para>
    /// </remarks>
    /// <returns>The combiner.</returns>
    public static GradientCombiner ImtlG() => new ImtlGCombiner();
}

/// <summary>Σ αᵢgᵢ, α = v/Σv, v = G⁺ √diag G.</summary>
internal sealed class ImtlGCombiner : GramianCombiner
{
    private const double RelativeZero = 1e-12;

    public override string Name => "IMTL-G";

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var v = Solve(MatrixOf(gramian));
        var sum = v.Sum();
        return OrEqual(Math.Abs(sum) > RelativeZero * v.L1Norm() ? v / sum : null, losses.Count, 1.0 / losses.Count);
    }

    /// <summary>
    /// v with G v = √diag G, or nearest to it. Independent gradients are solved for by their cosines, so lengths lose no digits.
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

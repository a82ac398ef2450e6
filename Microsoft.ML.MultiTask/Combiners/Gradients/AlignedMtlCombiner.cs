using Microsoft.ML.MultiTask.Combiners.Solvers;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>Aligned-MTL: the gradients, with their principal components brought to equal length, are added.</summary>
    /// <remarks>
    /// Senushkin, Patakin, Kuznetsov, Konushin: "Independent Component Alignment for Multi-Task Learning", CVPR 2023, arXiv:2305.19000,
    /// algorithm 1: with G = V Λ Vᵀ, the weights are σ V Λ^(-1/2) Vᵀ 1, over the eigenvalues above rounding, σ² being the smallest of
    /// them. Costs one backward pass per task; decoders get their own gradients.
    /// <para>
    /// Use it where gradients dominate or oppose each other steadily: no direction counts for more than another. With the smallest scale,
    /// tasks that nearly agree make the step short; <see cref="AlignedMtlScale.Median"/> or
    /// <see cref="AlignedMtlScale.RootMeanSquare"/> avoid that.
    /// </para>
    /// <para>Deviations: eigenvalues below n · 1e-14 of the largest are rounding. Where all gradients are 0, all tasks weigh the
    /// same.</para>
    /// </remarks>
    /// <param name="scale">The common length; by default the smallest.</param>
    /// <param name="average">Whether the aligned gradients are averaged (TorchJD) or added, as in the authors' code.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is none of the three.</exception>
    public static GradientCombiner AlignedMtl(AlignedMtlScale scale = AlignedMtlScale.Minimum, bool average = false)
    {
        CheckDefined(scale, nameof(scale));
        return new AlignedMtlCombiner(scale, average);
    }
}

/// <summary>σ G^(-1/2) p, p = 1 or 1/n.</summary>
internal sealed class AlignedMtlCombiner(AlignedMtlScale scale, bool average) : GramianCombiner
{
    public override string Name => "Aligned-MTL";

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var preference = VectorOf(losses.Count, _ => average ? 1.0 / losses.Count : 1);
        var eigen = SymmetricEigen.Of(MatrixOf(gramian));
        if (eigen.Values.Length == 0)
            return preference.ToArray();

        var squared = scale switch
        {
            AlignedMtlScale.Median => eigen.Values[eigen.Values.Length / 2],                 // largest first
            AlignedMtlScale.RootMeanSquare => eigen.Values.Average(),
            _ => eigen.Values[^1],
        };
        return eigen.Apply(value => Math.Sqrt(squared / value), preference).ToArray();
    }
}

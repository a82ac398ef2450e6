using Microsoft.ML.MultiTask.Combiners.Solvers;
using static Microsoft.ML.MultiTask.Combiners.GradientRows;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// σ V Λ^(-1/2) Vᵀ p as weights, G = V Λ Vᵀ over the eigenvalues above rounding, p = 1 or 1/n; by default σ² is the smallest of them.
/// </summary>
/// <remarks>Deviations: eigenvalues below n · 1e-14 of the largest are rounding. Where all gradients are 0, the weights are p.</remarks>
internal sealed class AlignedMtlCombiner(AlignedMtlScale scale, bool average) : GramianCombiner
{
    public override string Name => "Aligned-MTL";

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks)
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

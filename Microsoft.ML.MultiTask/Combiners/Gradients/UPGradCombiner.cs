using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Combiners.Solvers;
using static Microsoft.ML.MultiTask.Combiners.GradientRows;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>Σᵢ pᵢ · (gᵢ projected on the dual cone of the gradients), p = 1/n or 1: quadratic programs on G / tr G + r I.</summary>
/// <remarks>Deviation: the quadratic programs are solved exactly, by an active-set method.</remarks>
internal sealed class UPGradCombiner(double regularization, double smallestTrace, bool average) : GramianCombiner
{
    public override string Name => "UPGrad";

    protected override double EqualWeight(int taskCount) => average ? 1.0 / taskCount : 1;

    protected override double[]? Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks)
    {
        var n = losses.Count;
        var preference = EqualWeight(n);
        var a = MatrixOf(gramian);
        var trace = a.Trace();
        if (trace < smallestTrace || trace <= 0)
            return [.. Enumerable.Repeat(preference, n)];

        a = a.MapIndexed((i, j, value) => value / trace + (i == j ? regularization : 0));
        var sum = VectorOf(n, _ => 0);
        for (var i = 0; i < n && sum is not null; i++)
            sum = Project(a, VectorOf(n, j => i == j ? preference : 0)) is { } projected ? sum + projected : null;
        return sum?.ToArray();
    }

    /// <summary>Σ uᵢgᵢ projected on the cone of directions that conflict with no gradient (proposition 1), as coefficients v ≥ u.</summary>
    internal static Vector<double>? Project(Matrix<double> gramian, Vector<double> u) =>
        NonNegativeQuadratic.Minimize(gramian, -(gramian * u))?.Add(u);
}

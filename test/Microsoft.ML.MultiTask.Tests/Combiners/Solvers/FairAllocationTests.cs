using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FairAllocationTests
{
    [TestMethod]
    public void Solve_KnownCases_AreTheExactOnes()
    {
        GradientCases.AreClose([0.6736347128462061, 0.8694367546746011, 0.2524630121256039], FairAllocation.Solve(GradientCases.Conflicting.Gramian(), 1), 1e-9);
        GradientCases.AreClose([0.5914611522293678, 0.4070714828838854], FairAllocation.Solve(GradientCases.Pair.Gramian(), 1), 1e-9);
        GradientCases.AreClose([0.29229888475261584, 0.4651606892227724, 0.1461494423763079], FairAllocation.Solve(GradientCases.Parallel.Gramian(), 1), 1e-9);
        GradientCases.AreClose([0.6427573792331913, 0.7887001615316587, 0.15256154051604112], FairAllocation.Solve(GradientCases.Conflicting.Gramian(), 0.5), 1e-4);
        GradientCases.AreClose([0.47136292232353755, 0.31945422818549524], FairAllocation.Solve(GradientCases.Pair.Gramian(), 0.5), 1e-4);
    }

    [TestMethod]
    [DataRow(1.0, DisplayName = "Nash")]
    [DataRow(0.5, DisplayName = "alpha 2")]
    [DataRow(2.0, DisplayName = "alpha 1/2")]
    [DataRow(0.1, DisplayName = "alpha 10")]
    [DataRow(5.0, DisplayName = "alpha 1/5")]
    public void Solve_AnyGradients_MeetsItsEquationOrThereIsNone(double exponent)
    {
        var solved = 0;
        foreach (var gradients in GradientCases.Random(1000))
        {
            var a = gradients.Gramian();
            if (FairAllocation.Solve(a, exponent) is not { } x)
            {
                Assert.IsTrue(MinimumNorm.IsZero(a), $"not solved:\n{gradients}");
                continue;
            }
            solved++;
            var (products, powers, terms) = (a * x, x.PointwisePower(-exponent), a.PointwiseAbs() * x);
            for (var i = 0; i < x.Count; i++)
                Assert.AreEqual(powers[i], products[i], 1e-9 * powers[i] + 1e-14 * terms[i]);
        }
        Assert.IsGreaterThan(500, solved);
    }

    [TestMethod]
    public void Solve_ScalesApart_IsTheSameForEachTaskInItsOwnScale()
    {
        var expected = FairAllocation.Solve(GradientCases.Conflicting.Gramian(), 1)!;
        var scales = Matrix<double>.Build.DenseOfDiagonalArray([1e-10, 25000, 1e15]);

        var actual = FairAllocation.Solve((scales * GradientCases.Conflicting).Gramian(), 1);

        GradientCases.AreClose(expected, scales * actual, 1e-9);
    }

    [TestMethod]
    public void Solve_NoSolution_SaysSo()
    {
        Assert.IsNull(FairAllocation.Solve(GradientCases.Rows([1, 2], [-2, -4]).Gramian(), 1));
        Assert.IsNull(FairAllocation.Solve(GradientCases.Rows([1, 0], [0, 1], [-1, -1]).Gramian(), 0.5));
        Assert.IsNull(FairAllocation.Solve(GradientCases.Rows([1, 2], [0, 0]).Gramian(), 1));
    }
}

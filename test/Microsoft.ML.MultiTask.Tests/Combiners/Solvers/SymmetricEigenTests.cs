using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SymmetricEigenTests
{
    [TestMethod]
    public void Of_GradientsOfRankTwo_HasTwoValuesLargestFirst()
    {
        var eigen = SymmetricEigen.Of(GradientCases.Parallel.Gramian());
        Assert.HasCount(2, eigen.Values);
        Assert.IsGreaterThan(eigen.Values[1], eigen.Values[0]);
        Assert.AreEqual(36.5, eigen.Values.Sum(), 1e-12);                                 // the trace
        Assert.IsEmpty(SymmetricEigen.Of(Matrix<double>.Build.Dense(3, 3)).Values);
    }

    [TestMethod]
    public void Apply_Reciprocal_IsThePseudoInverse()
    {
        var gramian = GradientCases.Parallel.Gramian();
        var y = Vector<double>.Build.DenseOfArray([1, -2, 0.5]);
        GradientCases.AreClose(gramian.PseudoInverse() * y, SymmetricEigen.Of(gramian).Apply(value => 1 / value, y), 1e-12);
    }
}

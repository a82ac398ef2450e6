using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class NonNegativeQuadraticTests
{
    [TestMethod]
    public void Minimize_InsideAndOnTheBoundary_IsTheMinimum()
    {
        var q = GradientCases.Rows([2, 1], [1, 2]);
        GradientCases.AreClose([1.0 / 3, 1.0 / 3], NonNegativeQuadratic.Minimize(q, Vector<double>.Build.DenseOfArray([1, 1])), 1e-15);
        GradientCases.AreClose([0.5, 0], NonNegativeQuadratic.Minimize(q, Vector<double>.Build.DenseOfArray([1, 0.25])), 1e-15);
        Assert.AreEqual(0, NonNegativeQuadratic.Minimize(q, Vector<double>.Build.DenseOfArray([-1, -2]))!.AbsoluteMaximum());
    }

    [TestMethod]
    public void Minimize_SingularButBounded_RunsToTheNextFace()
    {
        var q = GradientCases.Rows([1, 1], [1, 1]);                                       // sees z₁ + z₂ only; the first is worth more
        GradientCases.AreClose([2, 0], NonNegativeQuadratic.Minimize(q, Vector<double>.Build.DenseOfArray([2, 1])), 1e-14);
        GradientCases.AreClose([0, 2], NonNegativeQuadratic.Minimize(q, Vector<double>.Build.DenseOfArray([1, 2])), 1e-14);
    }

    [TestMethod]
    public void Minimize_FallingForEver_HasNone()
    {
        Assert.IsNull(NonNegativeQuadratic.Minimize(GradientCases.Rows([1, -1], [-1, 1]), Vector<double>.Build.DenseOfArray([1, 0])));
        Assert.IsNull(NonNegativeQuadratic.Minimize(GradientCases.Rows([1, 0], [0, 0]), Vector<double>.Build.DenseOfArray([1, 1])));
    }

    [TestMethod]
    public void Minimize_DifferentOrdersOfMagnitude_KeepsEachOnesDigits()
    {
        var q = GradientCases.Rows([1e20, 1], [1, 1e-12]);
        GradientCases.AreClose([1e-20, 1e12], NonNegativeQuadratic.Minimize(q, q * Vector<double>.Build.DenseOfArray([1e-20, 1e12])), 1e-12);
        Assert.AreEqual(1e-20, NonNegativeQuadratic.Minimize(q, q * Vector<double>.Build.DenseOfArray([1e-20, 0]))![0], 1e-32);
    }
}

using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MinimumNormTests
{
    [TestMethod]
    public void Weights_KnownCases_AreTheExactOnes()
    {
        GradientCases.AreClose([0.45617105105749556, 0.5130963193962058, 0.030732629546298726], MinimumNorm.Weights(GradientCases.Conflicting.Gramian()), 1e-9);
        GradientCases.AreClose([0.6, 0.4], MinimumNorm.Weights(GradientCases.Pair.Gramian()), 1e-14);
        GradientCases.AreClose([0.46, 0.54, 0], MinimumNorm.Weights(GradientCases.Parallel.Gramian()), 1e-14);
        GradientCases.AreClose([1, 0], MinimumNorm.Weights(GradientCases.Rows([1, 0], [2, 1]).Gramian()), 1e-15);   // dominated
    }

    [TestMethod]
    public void Weights_AnyGradients_MeetTheOptimalityConditions()
    {
        foreach (var gradients in GradientCases.Random(2000))
        {
            var a = gradients.Gramian();
            var w = MinimumNorm.Weights(a);

            Assert.IsNotNull(w);
            Assert.IsTrue(w.All(weight => weight >= 0), w.ToString());
            Assert.AreEqual(1, w.Sum(), 1e-12);
            var (products, square) = (a * w, w.DotProduct(a * w));   // no gradient's product with the point may be below its square
            for (var i = 0; i < w.Count; i++)
            {
                var scale = Math.Sqrt(a[i, i] * a.Diagonal().Minimum());
                Assert.IsGreaterThanOrEqualTo(-1e-9 * scale, products[i] - square, $"{gradients}");
                Assert.AreEqual(0, w[i] * (products[i] - square), 1e-9 * a.Diagonal().Minimum(), $"{gradients}");
            }
        }
    }

    [TestMethod]
    public void Weights_ScaledGradients_AreTheSame()
    {
        var expected = MinimumNorm.Weights(GradientCases.Conflicting.Gramian());
        foreach (var scale in new[] { 1e-100, 1e-10, 1e15, 1e100 })
            GradientCases.AreClose(expected!, MinimumNorm.Weights((GradientCases.Conflicting * scale).Gramian()), 1e-12, $"scale {scale}");
    }

    [TestMethod]
    [DataRow(new[] { 1.0, 0 }, new[] { -1.0, 0 }, new[] { 0.5, 0.5 }, DisplayName = "opposing")]
    [DataRow(new[] { 1.0, 0 }, new[] { -3.0, 0 }, new[] { 0.75, 0.25 }, DisplayName = "opposing, of different length")]
    [DataRow(new[] { 0.0, 0 }, new[] { 3.0, 1 }, new[] { 1.0, 0 }, DisplayName = "one is zero")]
    [DataRow(new[] { 0.0, 0 }, new[] { 0.0, 0 }, new[] { 0.5, 0.5 }, DisplayName = "all are zero")]
    [DataRow(new[] { 1.0, 0 }, new[] { 0.0, 25000 }, new[] { 1 / (1 + 1.6e-9), 1.6e-9 / (1 + 1.6e-9) }, DisplayName = "25,000-fold")]
    public void Weights_EdgesOfTwo_AreDefined(double[] first, double[] second, double[] expected) =>
        GradientCases.AreClose(expected, MinimumNorm.Weights(GradientCases.Rows(first, second).Gramian()), 1e-12);

    [TestMethod]
    public void IsZero_CancellingVectors_WhateverTheirLengths()
    {
        Assert.IsTrue(MinimumNorm.IsZero(GradientCases.Rows([1e-5, 2e-5], [-2e9, -4e9]).Gramian()));
        Assert.IsTrue(MinimumNorm.IsZero(GradientCases.Rows([1, 0], [0, 1], [-1, -1]).Gramian()));
        Assert.IsTrue(MinimumNorm.IsZero(GradientCases.Rows([1, 0], [0, 0]).Gramian()));
        Assert.IsFalse(MinimumNorm.IsZero(GradientCases.Rows([1e-5, 2.01e-5], [-2e9, -4e9]).Gramian()));
        Assert.IsFalse(MinimumNorm.IsZero(GradientCases.Conflicting.Gramian()));
    }

    [TestMethod]
    public void Weights_ManyTasks_AreFound()
    {
        var random = new Random(3);
        var gradients = Matrix<double>.Build.Dense(40, 200, (_, _) => random.NextDouble() - 0.45);
        var a = gradients.Gramian();
        var w = MinimumNorm.Weights(a)!;
        Assert.IsGreaterThanOrEqualTo(-1e-9, (a * w - w.DotProduct(a * w)).Minimum());
    }
}

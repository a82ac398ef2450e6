namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class UPGradCombinerTests
{
    /// <summary>By LibMTL with another solver, exact to about 1e-6.</summary>
    [TestMethod]
    public void Combine_ReferenceSteps_GivesTheirWeights()
    {
        var joined = ReferenceSteps.Join(LossCombiner.UPGrad());
        ReferenceSteps.AreClose([0.5438927371772042, 0.7530997625401944, 0.3397744652297545], joined.SharedWeights, 1e-6);
        ReferenceSteps.AreClose([0.9607363228343122, 0.9936130613135914, -0.16702586489511084, 0.5385503909520667, 0.9725541801808513], joined.Gradient, 1e-6);
        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, joined.Weights);
        ReferenceSteps.AreClose([1.1109210467854598, 0.78943103121647], ReferenceSteps.JoinPair(LossCombiner.UPGrad()).SharedWeights, 1e-6);
        ReferenceSteps.AreClose([0.33866604941843853, 0.42850526142334533, 0.3439987514730825], ReferenceSteps.JoinParallel(LossCombiner.UPGrad()).SharedWeights, 1e-6);
    }

    [TestMethod]
    public void Combine_NoRegularization_ConflictsWithNone()
    {
        foreach (var gradients in GradientCases.Random(400).Where(g => g.RowCount <= 3))
        {
            var joined = ReferenceSteps.Join(
                LossCombiner.UPGrad(regularization: 0, smallestTrace: 0), [.. Enumerable.Repeat(1.0, gradients.RowCount)], gradients.ToArray());
            var gradient = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray(joined.Gradient);
            foreach (var row in gradients.EnumerateRows())
                Assert.IsGreaterThanOrEqualTo(-1e-9 * row.L2Norm() * Enumerable.Range(0, gradients.RowCount).Max(i => gradients.Row(i).L2Norm()), row.DotProduct(gradient), $"{gradients}");
        }
    }

    [TestMethod]
    public void Combine_NoConflict_IsTheMeanOrTheSum()
    {
        double[,] agreeing = { { 1, 0 }, { 1, 1 } };
        ReferenceSteps.AreClose([0.5, 0.5], ReferenceSteps.Join(LossCombiner.UPGrad(), [1, 1], agreeing).SharedWeights, 1e-15);
        ReferenceSteps.AreClose([1.0, 1], ReferenceSteps.Join(LossCombiner.UPGrad(average: false), [1, 1], agreeing).SharedWeights, 1e-15);
    }

    [TestMethod]
    public void Combine_GradientsBelowTheSmallestTrace_AreAveraged()
    {
        double[,] small = { { 1e-3, 0 }, { -1e-3, 1e-3 } };
        Assert.AreSequenceEqual(new[] { 0.5, 0.5 }, ReferenceSteps.Join(LossCombiner.UPGrad(), [1, 1], small).SharedWeights!);
        Assert.AreNotEqual(0.5, ReferenceSteps.Join(LossCombiner.UPGrad(smallestTrace: 0), [1, 1], small).SharedWeights![0]);
    }

    [TestMethod]
    public void UPGrad_NegativeNumbers_SaysSo()
    {
        Assert.AreEqual("regularization", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.UPGrad(-1)).ParamName);
        Assert.AreEqual("smallestTrace", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.UPGrad(smallestTrace: -1)).ParamName);
    }
}

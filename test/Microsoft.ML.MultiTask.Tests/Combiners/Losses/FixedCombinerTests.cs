namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FixedCombinerTests
{
    [TestMethod]
    public void Combine_NamedTasks_WeighWhatTheyWereGivenAndOthersOne()
    {
        using var combiner = LossCombiner.Fixed(("motion", 3), ("Depth", 0.25)).Started();
        var (total, weights) = combiner.CombineValues([0.7, 2.3, 11]);
        Assert.AreSequenceEqual(new[] { 1, 0.25, 3 }, weights);
        Assert.AreEqual(0.7 + 0.575 + 33, total, 1e-12);
        Assert.AreSequenceEqual(new[] { 3.0, 1 }, combiner.CombineValues([11, 0.7], [2, 0]).Weights);
    }

    [TestMethod]
    public void Fixed_BadArguments_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => LossCombiner.Fixed());
        Assert.Contains("once", Assert.ThrowsExactly<ArgumentException>(() => LossCombiner.Fixed(("Depth", 1), ("depth", 2))).Message);
        foreach (var weight in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Contains("'Depth'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.Fixed(("Depth", weight))).Message);
        Assert.Contains("'Normals'", Assert.ThrowsExactly<ArgumentException>(
            () => LossCombiner.Fixed(("Normals", 1)).Started()).Message);
    }
}

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ScaleInvariantCombinerTests
{
    private static CombinerSession Start() => LossCombiner.ScaleInvariant().Started();

    [TestMethod]
    public void Combine_GivesTheReferenceValues()
    {
        using var combiner = Start();
        var (total, weights) = combiner.CombineValues([0.7, 2.3, 11]);
        Assert.AreEqual(2.874129451794742, total, 1e-9);
        CombinerRegistry.AreClose([1.4285714285714286, 0.4347826086956522, 0.09090909090909091], weights);
    }

    [TestMethod]
    public void Combine_ALossOf25000TimesTheSize_ChangesNoShareOfTheGradient()
    {
        using var combiner = Start();
        var weights = combiner.CombineValues([0.7, 2.3, 11]).Weights;
        var scaled = combiner.CombineValues([0.7, 2.3 * 25000, 11]).Weights;
        CombinerRegistry.AreClose([weights[0], weights[1] / 25000, weights[2]], scaled, 1e-12);
    }

    [TestMethod]
    public void Combine_ALossOfZero_WeighsZeroAndLeavesTheOthersAlone()
    {
        using var combiner = Start();
        Assert.AreSequenceEqual(new[] { 0, 0.5, 0.25 }, combiner.CombineValues([0, 2, 4]).Weights);
    }

    [TestMethod]
    public void Combine_ANegativeLoss_SaysWhose()
    {
        using var combiner = Start();
        Assert.Contains("'Depth' is -1", Assert.ThrowsExactly<ArgumentException>(() => combiner.CombineValues([1, -1, 2])).Message);
    }
}

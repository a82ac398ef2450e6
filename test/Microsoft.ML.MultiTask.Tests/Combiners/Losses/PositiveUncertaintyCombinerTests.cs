using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PositiveUncertaintyCombinerTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];

    [TestMethod]
    public void Combine_GivenSigmas_GivesTheReferenceValues()
    {
        using var scope = NewDisposeScope();
        using var combiner = Start(1, 0.5, 2);
        var (total, weights) = combiner.CombineValues(s_losses);
        Assert.AreEqual(8.850728644308255, total, 1e-9);
        CombinerRegistry.AreClose([0.5, 2, 0.125], weights);
        CombinerRegistry.AreClose([0.3, -17.6, -0.575], [.. combiner.Parameters.Values.Select(p => p.grad!.item<double>())]);
    }

    [TestMethod]
    public void Combine_SmallLosses_StaysPositive()
    {
        using var combiner = Start(0.01, 0.1, 0.5);
        Assert.IsGreaterThan(0, combiner.CombineValues([1e-9, 1e-9, 1e-9]).Total);
        using var uncertainty = LossCombiner.Uncertainty(-2).Started();
        Assert.IsLessThan(0, uncertainty.CombineValues([1e-9, 1e-9, 1e-9]).Total);
    }

    [TestMethod]
    public void Combine_SigmaOfZero_GivesFiniteWeights()
    {
        using var combiner = Start(0, 1, 1);
        Assert.AreEqual(0.5e12, combiner.CombineValues(s_losses).Weights[0], 1);
    }

    [TestMethod]
    public void PositiveUncertainty_BadSigma_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.PositiveUncertainty(0));

    private static CombinerSession Start(double segmentation, double depth, double motion)
    {
        var combiner = LossCombiner.PositiveUncertainty().Started();
        combiner.SetState(new Dictionary<string, double[]>
        {
            ["sigma.segmentation"] = [segmentation], ["sigma.depth"] = [depth], ["sigma.motion"] = [motion],
        });
        return combiner;
    }
}

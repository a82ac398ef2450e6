using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class GeometricCombinerTests
{
    /// <summary>(0.7 · 2.3 · 11)^(1/3) and its partial derivatives GLS / (3 L), in float64 from the closed form.</summary>
    [TestMethod]
    public void Combine_ThreeTasks_GivesTheGeometricMean()
    {
        using var combiner = Start();
        var combined = combiner.CombineValues([0.7, 2.3, 11.0]);
        Assert.AreEqual(2.6065907739133096, combined.Total, 1e-9);
        CombinerRegistry.AreClose([1.241233701863481, 0.37776677882801596, 0.07898759920949423], combined.Weights);
    }

    /// <summary>Where a product in float32 gives 0, infinity or NaN; the mean of (1e-30, 1, 1e30) is 1.</summary>
    [TestMethod]
    [DataRow(1e-20, 1e-20, 1e-20, 1e-20, 1 / 3.0, 1 / 3.0, 1 / 3.0, DisplayName = "the product underflows")]
    [DataRow(1e20, 1e20, 1e20, 1e20, 1 / 3.0, 1 / 3.0, 1 / 3.0, DisplayName = "the product overflows")]
    [DataRow(1e-30, 1, 1e30, 1, 1e30 / 3, 1 / 3.0, 1e-30 / 3, DisplayName = "60 orders of magnitude")]
    public void Combine_Float32Extremes_AreExact(double a, double b, double c, double total, double weightA, double weightB, double weightC)
    {
        using var combiner = Start();
        var combined = combiner.CombineValues([a, b, c], type: ScalarType.Float32);
        Assert.AreEqual(total, combined.Total, 1e-6 * total);
        CombinerRegistry.AreClose([weightA, weightB, weightC], combined.Weights, 1e-6);
    }

    /// <summary>A task at its minimum does not stop the others: the mean is theirs.</summary>
    [TestMethod]
    public void Combine_OneLossOfZero_IsTheMeanOfTheOthers()
    {
        using var combiner = Start();
        var combined = combiner.CombineValues([0, 1, 2], type: ScalarType.Float32);
        var mean = Math.Sqrt(2);
        Assert.AreEqual(mean, combined.Total, 1e-9);
        Assert.AreEqual(0, combined.Weights[0]);
        CombinerRegistry.AreClose([mean / 2, mean / 4], combined.Weights[1..], 1e-6);
    }

    [TestMethod]
    public void Combine_OneTaskPresent_IsItsLoss()
    {
        using var combiner = Start();
        var combined = combiner.CombineValues([2.3], [1]);
        Assert.AreEqual(2.3, combined.Total, 1e-12);
        Assert.AreEqual(1, combined.Weights[0], 1e-12);
    }

    [TestMethod]
    public void Combine_NegativeLoss_NamesTheTask()
    {
        using var combiner = Start();
        var e = Assert.ThrowsExactly<ArgumentException>(() => combiner.CombineValues([1, -0.5], [0, 2]));
        Assert.Contains("'Motion' is -0.5", e.Message);
    }

    private static CombinerSession Start() => LossCombiner.Geometric().Started();
}

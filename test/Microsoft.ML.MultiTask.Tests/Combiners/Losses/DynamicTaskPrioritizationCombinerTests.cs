using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DynamicTaskPrioritizationCombinerTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];

    [TestMethod]
    [DataRow(0.0, new[] { 0.19845093872383832, 0.2744368457017603, 0.020202707317519466 })]
    [DataRow(1.0, new[] { 0.03572116897029091, 0.06586484296842247, 0.0004040541463503897 })]
    [DataRow(2.0, new[] { 0.006429810414652366, 0.01580756231242139, 8.081082927007801e-06 })]
    public void Combine_GivenMetrics_GivesTheReferenceWeights(double focus, double[] weights)
    {
        using var combiner = LossCombiner.DynamicTaskPrioritization(focus).Started();
        CombinerRegistry.AreClose(weights, Step(combiner, 0.82, 0.76, 0.98));
    }

    [TestMethod]
    public void Combine_OverSteps_AveragesTheMetrics()
    {
        using var combiner = LossCombiner.DynamicTaskPrioritization(smoothing: 0.5, updateEvery: 1).Started();
        foreach (var (metric, average) in new[] { (0.5, 0.5), (0.6, 0.55), (0.8, 0.675), (double.NaN, 0.675) })
        {
            Step(combiner, metric, 0.1, double.NaN);
            Assert.AreEqual(average, combiner.GetState()["average_metric"][0], 1e-12);
        }
    }

    [TestMethod]
    public void Combine_ByDefault_MeasuresEveryFourthStep()
    {
        using var combiner = LossCombiner.DynamicTaskPrioritization(smoothing: 1).Started();
        double[] seen = [.. Enumerable.Range(0, 6).Select(step =>
        {
            Step(combiner, step / 10.0, 0.5, 0.5);
            return combiner.GetState()["average_metric"][0];
        })];
        Assert.AreSequenceEqual(new[] { 0, 0, 0, 0, 0.4, 0.4 }, seen);
    }

    [TestMethod]
    public void Combine_AMetricThatIsNotKnown_WeighsOneAndExtremesAreKeptFinite()
    {
        using var combiner = LossCombiner.DynamicTaskPrioritization().Started();
        CombinerRegistry.AreClose([-0.99 * Math.Log(0.01), -0.01 * Math.Log(0.99), 1], Step(combiner, 0, 1, double.NaN));
    }

    [TestMethod]
    public void Combine_AMetricThatIsNamed_IsTheOneThatCounts()
    {
        var metrics = new Dictionary<string, string> { ["segmentation"] = "PixelAccuracy" };
        using var combiner = LossCombiner.DynamicTaskPrioritization(metrics: metrics).Started();
        Step(combiner, 0.25, 0.5, 0.5);
        Assert.AreEqual(0.75, combiner.GetState()["average_metric"][0]);
    }

    [TestMethod]
    public void DynamicTaskPrioritization_BadArguments_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.DynamicTaskPrioritization(-1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.DynamicTaskPrioritization(smoothing: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.DynamicTaskPrioritization(smoothing: 1.5));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.DynamicTaskPrioritization(updateEvery: 0));
        var unknown = new Dictionary<string, string> { ["Depth"] = "Delta4Accuracy" };
        Assert.Contains("AbsRelError, RmseError, Delta1Accuracy", Assert.ThrowsExactly<ArgumentException>(
            () => LossCombiner.DynamicTaskPrioritization(metrics: unknown).Started()).Message);
    }

    private static double[] Step(CombinerSession combiner, double segmentation, double depth, double motion)
    {
        using var scope = NewDisposeScope();
        IReadOnlyDictionary<string, double>[] metrics =
        [
            new Dictionary<string, double> { ["PixelAccuracy"] = 0.75, ["MeanIoU"] = segmentation },
            new Dictionary<string, double> { ["AbsRelError"] = 0.1, ["RmseError"] = 3, ["Delta1Accuracy"] = depth },
            new Dictionary<string, double> { ["Accuracy"] = 0.99, ["MovingIoU"] = motion, ["Precision"] = 0.1, ["Recall"] = 0.1 },
        ];
        return combiner.Combine(TrainingStep.Of(tensor(s_losses), zeros(3, 2), metrics: i => metrics[i])).Weights.data<double>().ToArray();
    }
}

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class EqualCombinerTests
{
    [TestMethod]
    [DataRow(false, 14, 1, DisplayName = "sum")]
    [DataRow(true, 14 / 3.0, 1 / 3.0, DisplayName = "mean")]
    public void Combine_ThreeTasks_WeighsThemAlike(bool average, double total, double weight)
    {
        using var combiner = LossCombiner.Equal(average: average).Started();
        var combined = combiner.CombineValues([0.7, 2.3, 11]);
        Assert.AreEqual(total, combined.Total, 1e-12);
        CombinerRegistry.AreClose([weight, weight, weight], combined.Weights);
    }

    [TestMethod]
    public void Combine_OneTaskOfThreePresent_AveragesOverIt()
    {
        using var combiner = LossCombiner.Equal(average: true).Started();
        Assert.AreEqual(1, combiner.CombineValues([2.3], [1]).Weights[0]);
    }
}

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DynamicWeightAverageCombinerTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];

    /// <summary>Temperature 2; the weights of each epoch from the means of the two before it, as LibMTL 1.1 computes them.</summary>
    [TestMethod]
    public void Combine_OverFiveEpochs_FollowsTheReferenceSequence()
    {
        double[][] means = [[0.9, 3.0, 12.0], [0.8, 2.5, 11.5], [0.75, 2.5, 9.0], [0.74, 2.0, 8.0], [0.7, 1.9, 5.0]];
        double[][] weights =
        [
            [1, 1, 1], [1, 1, 1], [0.9973614623900315, 0.9700382236238532, 1.032600313986115], [1.0144660394749936, 1.046668648360049, 0.9388653121649573],
            [1.0477872162871456, 0.9544187085755547, 0.9977940751372999],
        ];
        using var combiner = Start();

        for (var epoch = 0; epoch < means.Length; epoch++)
        {
            combiner.BeginEpoch(epoch);
            CombinerRegistry.AreClose(weights[epoch], combiner.CombineValues(s_losses).Weights);
            combiner.EndEpoch(means[epoch]);
        }
    }

    [TestMethod]
    public void Combine_EqualRatios_WeighsEveryTaskOne()
    {
        using var combiner = Start();
        combiner.EndEpoch([2, 4, 6]);
        combiner.EndEpoch([1, 2, 3]);
        CombinerRegistry.AreClose([1, 1, 1], combiner.CombineValues(s_losses).Weights);
    }

    /// <summary>By hand: the ratios 1/2 and 1 share a weight of 2, the task without a mean keeps 1.</summary>
    [TestMethod]
    public void Combine_TaskWithoutALabelInAnEpoch_WeighsOne()
    {
        using var combiner = Start();
        combiner.EndEpoch([2, double.NaN, 3]);
        combiner.EndEpoch([1, 5, 3]);
        var share = Math.Exp(0.25) / (Math.Exp(0.25) + Math.Exp(0.5));
        CombinerRegistry.AreClose([2 * share, 1, 2 * (1 - share)], combiner.CombineValues(s_losses).Weights);
    }

    [TestMethod]
    [DataRow(0, 0, DisplayName = "stays 0")]
    [DataRow(1, 0, DisplayName = "falls to 0")]
    [DataRow(0, 1, DisplayName = "rises from 0")]
    [DataRow(1e-20, 1e20, DisplayName = "rises by 40 orders of magnitude")]
    public void Combine_EpochMeansOfZero_GivesFiniteWeightsThatAddUp(double before, double last)
    {
        using var combiner = Start();
        combiner.EndEpoch([before, 1, 1]);
        combiner.EndEpoch([last, 1, 1]);
        var weights = combiner.CombineValues(s_losses).Weights;
        Assert.AreEqual(3, weights.Sum(), 1e-9);
        Assert.IsTrue(weights.All(weight => weight is >= 0 and <= 3));
    }

    [TestMethod]
    public void Combine_AMeanOfZeroInTheEarlierEpoch_LeavesTheOthersTheirWeights()
    {
        using var combiner = Start();
        combiner.EndEpoch([0, 1, 1]);
        combiner.EndEpoch([1, 1, 1]);
        CombinerRegistry.AreClose([1, 1, 1], combiner.CombineValues(s_losses).Weights);
    }

    [TestMethod]
    public void DynamicWeightAverage_BadArguments_Throws()
    {
        Assert.Contains("was 0", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.DynamicWeightAverage(0)).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.DynamicWeightAverage(double.NaN));
        using var combiner = Start();
        Assert.Contains("3 tasks", Assert.ThrowsExactly<ArgumentException>(() => combiner.EndEpoch([1, 2])).Message);
        Assert.Contains("3 numbers", Assert.ThrowsExactly<ArgumentException>(
            () => combiner.SetState(new Dictionary<string, double[]> { ["last_epoch_loss"] = [1] })).Message);
    }

    private static CombinerSession Start() => LossCombiner.DynamicWeightAverage(2).Started();
}

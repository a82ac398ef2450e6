namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class RandomCombinerTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];

    [TestMethod]
    public void Combine_WeightsAreTheSoftmaxOfNormalNumbers()
    {
        using var combiner = Start(seed: 5);
        const int Draws = 4000;
        var logOdds = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            var (total, weights) = combiner.CombineValues(s_losses);
            Assert.AreEqual(1, weights.Sum(), 1e-12);
            Assert.AreEqual(weights.Zip(s_losses, (weight, loss) => weight * loss).Sum(), total, 1e-12);
            logOdds[i] = Math.Log(weights[0] / weights[1]);                        // a difference of two normal numbers: variance 2
        }
        Assert.AreEqual(0, logOdds.Average(), 0.1);
        Assert.AreEqual(2, logOdds.Average(x => x * x), 0.2);
        Assert.AreEqual(12, logOdds.Average(x => x * x * x * x), 2.5);             // 3 variance², as a normal number's
    }

    [TestMethod]
    public void Combine_FollowsTheSeed()
    {
        using var first = Start(seed: 5);
        using var same = Start(seed: 5);
        using var other = Start(seed: 6);
        var weights = first.CombineValues(s_losses).Weights;
        Assert.AreSequenceEqual(weights, same.CombineValues(s_losses).Weights);
        Assert.AreNotEqual(weights[0], other.CombineValues(s_losses).Weights[0]);
        Assert.AreNotEqual(weights[0], first.CombineValues(s_losses).Weights[0]);
    }

    private static CombinerSession Start(int seed) => LossCombiner.RandomWeights().Started(seed: seed);
}

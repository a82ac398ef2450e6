namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SmoothTchebycheffCombinerTests
{
    /// <summary>
    /// Around a warm-up of 4 epochs, as the authors' code computes it in LibMTL 1.1; totals after it are that code's plus 3 times the
    /// largest logarithm, which it leaves out.
    /// </summary>
    [TestMethod]
    public void Combine_AroundTheEndOfTheWarmUp_FollowsTheReferenceSequence()
    {
        using var combiner = LossCombiner.SmoothTchebycheff().Started();
        combiner.BeginEpoch(3);
        Check([0.8, 2.6, 12], 3.217274543501227, [1.25, 0.3846153846153846, 0.08333333333333333]);
        combiner.EndEpoch([0.8, 2.6, 12]);
        combiner.BeginEpoch(4);
        Check([0.7, 2.3, 11], 2.874129451794742, [1.4285714285714286, 0.4347826086956522, 0.09090909090909091]);
        Check([0.6, 2.5, 10], 2.7080502011022105, [1.6666666666666667, 0.4, 0.1]);
        combiner.EndEpoch([0.65, 2.4, 10.5]);
        combiner.BeginEpoch(5);
        Check([0.5, 2.4, 4], 2.2966590739294106, [2.1465076660988074, 0.5813458262350937, 0.13287904599659286]);
        Check([0.45, 2, 7], 2.901828859821068 + 3 * Math.Log(2 / 2.4), [2.1052631578947367, 0.5701754385964912, 0.13032581453634084]);
        combiner.EndEpoch([1, 1, 1]);                                              // no longer counts
        combiner.BeginEpoch(6);
        Check([0.45, 2, 7], 2.901828859821068 + 3 * Math.Log(2 / 2.4), [2.1052631578947367, 0.5701754385964912, 0.13032581453634084]);

        void Check(double[] losses, double expectedTotal, double[] expectedWeights)
        {
            var (total, weights) = combiner.CombineValues(losses);
            Assert.AreEqual(expectedTotal, total, 1e-9);
            CombinerRegistry.AreClose(expectedWeights, weights);
        }
    }

    [TestMethod]
    public void Combine_ASmallerMu_LeavesLessToTheTasksThatAreFurther()
    {
        using var combiner = LossCombiner.SmoothTchebycheff(smoothness: 0.1, warmupEpochs: 0).Started();
        combiner.EndEpoch([1.05, 4.15, 17.9]);
        combiner.BeginEpoch(1);
        CombinerRegistry.AreClose([2.677635374580026, 0.12847884523277603, 0.07546853579623614], combiner.CombineValues([0.7, 2.3, 11]).Weights);
    }

    [TestMethod]
    public void Combine_ATaskWithoutALossInTheReferenceEpoch_HasAReferenceOfOne()
    {
        using var combiner = LossCombiner.SmoothTchebycheff(warmupEpochs: 0).Started();
        combiner.EndEpoch([2, double.NaN, 0]);
        Assert.AreSequenceEqual(new[] { 2.0, 1, 1 }, combiner.GetState()["reference_loss"]);
    }

    [TestMethod]
    public void SmoothTchebycheff_BadArguments_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.SmoothTchebycheff(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.SmoothTchebycheff(1, -1));
    }
}

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FamoCombinerTests
{
    private static readonly double[,] s_gradients = new double[3, 2];

    /// <summary>Losses before and after each step, and what LibMTL 1.1 makes of them in float64.</summary>
    private static readonly (double[] Losses, double[] After, double Total, double[] Weights, double[] Logits)[] s_sequence =
    [
        ([0.7, 2.3, 11], [0.69, 2.2, 10.2], 1.4706972990559333, [0.7310025983334085, 0.2224790538776615, 0.04651834778892986],
            [0.024999975324058267, 0.024997733807911343, -0.02499997558982979]),
        ([0.68, 2.1, 10], [0.67, 2.05, 9.7], 1.247151826357945, [0.7202055953511138, 0.2332089104525039, 0.04658549419638231],
            [0.046040595876093736, 0.01156979836368894, -0.045526959207824264]),
        ([0.66, 2, 9.5], [0.61, 1.95, 9.6], 1.1022728603222904, [0.7234774014959526, 0.23065795496111222, 0.045864643542935145],
            [0.041531440065577255, 0.025572293279120455, -0.042522193714737505]),
        ([0.6, 1.9, 9.6], [0.59, 1.7, 9], 0.9648625062781798, [0.7308599895884971, 0.22714379234055074, 0.04199621807095201],
            [0.04806750184944668, 0.012938275079298222, -0.04018902880649458]),
    ];

    [TestMethod]
    public void Combine_OverFourSteps_FollowsTheReferenceSequence()
    {
        using var combiner = LossCombiner.Famo().Started();
        foreach (var (losses, after, total, weights, logits) in s_sequence)
        {
            Assert.AreEqual(total, combiner.CombineValues(losses).Total, 1e-9);
            CombinerRegistry.AreClose(weights, combiner.JoinValues(losses, s_gradients, lossesAfter: after).Weights);
            CombinerRegistry.AreClose(logits, combiner.GetState()["logit"]);
        }
    }

    [TestMethod]
    public void AfterStep_WithUpdatesEveryOtherStep_RestsInBetween()
    {
        using var combiner = LossCombiner.Famo(updateEvery: 2).Started();
        Assert.AreEqual(1.5, combiner.Combiner.ForwardPasses);
        double[] Logits(int step)
        {
            combiner.JoinValues(s_sequence[step].Losses, s_gradients, lossesAfter: s_sequence[step].After);
            return combiner.GetState()["logit"];
        }
        var first = Logits(0);
        Assert.AreSequenceEqual(first, Logits(1));
        Assert.AreNotEqual(first[0], Logits(2)[0]);
    }

    [TestMethod]
    public void AfterStep_AnAbsentTask_KeepsItsLogit()
    {
        using var combiner = LossCombiner.Famo().Started();
        combiner.JoinValues([0.7, 2.3, 11], s_gradients, lossesAfter: [0.69, 2.2, 10.2]);
        var before = combiner.GetState()["logit"];
        combiner.JoinValues([0.7, 11], new double[2, 2], [0, 2], lossesAfter: [0.6, 10.9]);
        var after = combiner.GetState()["logit"];
        Assert.AreEqual(before[1], after[1]);
        Assert.IsLessThan(before[0], after[0]);                                    // it fell most, and weighs less now
    }

    [TestMethod]
    public void AfterStep_LossesThatBecameInfinite_LeavesTheLogits()
    {
        using var combiner = LossCombiner.Famo().Started();
        combiner.JoinValues([0.7, 2.3, 11], s_gradients, lossesAfter: [0.6, double.PositiveInfinity, 9]);
        Assert.AreSequenceEqual(new double[3], combiner.GetState()["logit"]);
    }

    [TestMethod]
    public void Famo_BadArguments_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.Famo(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.Famo(decay: -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.Famo(updateEvery: 0));
        using var combiner = LossCombiner.Famo().Started();
        Assert.Contains("'Depth' is -1", Assert.ThrowsExactly<ArgumentException>(() => combiner.CombineValues([1, -1, 2])).Message);
    }
}

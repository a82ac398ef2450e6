namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class CAGradCombinerTests
{
    [TestMethod]
    [DataRow(CAGradRescaling.None, new[] { 0.8711283418133643, 1.042940407836202, -0.16104833413452047, 0.40325918112284737, 0.9762531218701483 })]
    [DataRow(CAGradRescaling.OnePlusSquare, new[] { 0.6969026734506915, 0.8343523262689615, -0.12883866730761637, 0.3226073448982779, 0.7810024974961187 })]
    [DataRow(CAGradRescaling.OnePlusRadius, new[] { 0.5807522278755762, 0.6952936052241346, -0.1073655560896803, 0.26883945408189824, 0.6508354145800989 })]
    public void Combine_EachRescaling_GivesTheExactGradient(CAGradRescaling rescaling, double[] expected) =>
        ReferenceSteps.AreClose(expected, ReferenceSteps.Join(LossCombiner.CAGrad(rescaling: rescaling)).Gradient, 1e-7);

    [TestMethod]
    public void Combine_OtherSteps_GiveTheReferenceGradients()
    {
        ReferenceSteps.AreClose([0.14680273525781934, 0.9632993161855454, 0.9632993161855454], ReferenceSteps.JoinPair(LossCombiner.CAGrad()).Gradient, 1e-7);
        ReferenceSteps.AreClose([1.1558727894390082, 0.888254421121984, -0.8, 1.8234911577560322], ReferenceSteps.JoinParallel(LossCombiner.CAGrad()).Gradient, 1e-7);
        ReferenceSteps.AreClose(
            [0.7341793215213821, 0.765458082787973, -0.23341277064250024, 0.23658217714140878, 0.7447621762439952],
            ReferenceSteps.Join(LossCombiner.CAGrad(0.4)).Gradient, 1e-3);
    }

    [TestMethod]
    public void Combine_Defaults_LeavesTheDecodersAloneAndAverages()
    {
        var average = ReferenceSteps.Join(LossCombiner.CAGrad());
        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, average.Weights);
        ReferenceSteps.AreClose([.. average.Gradient.Select(value => 3 * value)], ReferenceSteps.Join(LossCombiner.CAGrad(average: false)).Gradient, 1e-12);
    }

    [TestMethod]
    public void Combine_NoRadius_IsTheMeanGradient() =>
        ReferenceSteps.AreClose([1.0 / 3, 1.0 / 3, 1.0 / 3], ReferenceSteps.Join(LossCombiner.CAGrad(0)).SharedWeights, 1e-15);

    /// <summary>0 is in the convex hull of the gradients: nothing is gained for both, so neither may lose.</summary>
    [TestMethod]
    public void Combine_OpposingGradients_ConflictsWithNoneWhereTheRadiusAllows()
    {
        var joined = ReferenceSteps.Join(LossCombiner.CAGrad(1), [1, 1], new double[,] { { 1, 0 }, { -3, 0 } });
        Assert.AreEqual(0, joined.Gradient[0], 1e-12);
        joined = ReferenceSteps.Join(LossCombiner.CAGrad(0.5), [1, 1], new double[,] { { 1, 0 }, { -3, 0 } });
        Assert.AreEqual(-1 * 0.5 / 1.25, joined.Gradient[0], 1e-12);                          // as near to 0 as the radius reaches
        joined = ReferenceSteps.Join(LossCombiner.CAGrad(0.5), [1, 1], new double[,] { { 0, 0 }, { -3, 1 } });
        ReferenceSteps.AreClose([-1.5 / 1.25, 0.5 / 1.25], joined.Gradient, 1e-12);           // a gradient of 0 minds nothing
    }

    [TestMethod]
    public void CAGrad_OptionsOutsideTheirRange_SaysSo()
    {
        Assert.AreEqual("radius", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.CAGrad(-0.1)).ParamName);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.CAGrad(double.NaN));
        Assert.Contains("OnePlusSquare", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.CAGrad(rescaling: (CAGradRescaling)3)).Message);
    }
}

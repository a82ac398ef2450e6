namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class AlignedMtlCombinerTests
{
    [TestMethod]
    public void Combine_ReferenceSteps_GivesTheirWeights()
    {
        var joined = ReferenceSteps.Join(LossCombiner.AlignedMtl());
        ReferenceSteps.AreClose([0.909782439499406, 1.0402630476144026, 0.2932802611492064], joined.SharedWeights);
        ReferenceSteps.AreClose([0.9574127848555031, 1.2228154561315834, 0.16101661138363998, 0.9552699880739332, 1.1321335990898496], joined.Gradient);
        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, joined.Weights);
        ReferenceSteps.AreClose([1.1181438313131213, 0.8165221361983039], ReferenceSteps.JoinPair(LossCombiner.AlignedMtl()).SharedWeights);
        ReferenceSteps.AreClose([0.25661478881531613, 1.0329569798789717, 0.5132295776306324], ReferenceSteps.JoinParallel(LossCombiner.AlignedMtl()).SharedWeights);
        ReferenceSteps.AreClose([0.3276356638490128, -0.3190834418246682, -0.04435202053676002], ReferenceSteps.JoinFour(LossCombiner.AlignedMtl()).Gradient);
        ReferenceSteps.AreClose([0.5591, 0.4083], ReferenceSteps.JoinPair(LossCombiner.AlignedMtl(average: true)).SharedWeights, 1e-4);   // TorchJD's
    }

    /// <summary>Gradients along the axes, of lengths 1, 2 and 4: all are brought to the common length.</summary>
    [TestMethod]
    [DataRow(AlignedMtlScale.Minimum, 1.0)]
    [DataRow(AlignedMtlScale.Median, 2.0)]
    [DataRow(AlignedMtlScale.RootMeanSquare, 2.6457513110645907)]
    public void Combine_EachScale_BringsTheComponentsToIt(AlignedMtlScale scale, double length)
    {
        var joined = ReferenceSteps.Join(LossCombiner.AlignedMtl(scale), [1, 1, 1], new double[,] { { 1, 0, 0 }, { 0, 2, 0 }, { 0, 0, 4 } });
        ReferenceSteps.AreClose([length, length, length], joined.Gradient, 1e-14);
    }

    [TestMethod]
    public void Combine_MedianOfTwoComponents_IsTheShorter()
    {
        var joined = ReferenceSteps.Join(LossCombiner.AlignedMtl(AlignedMtlScale.Median), [1, 1], new double[,] { { 1, 0 }, { 0, 2 } });
        ReferenceSteps.AreClose([1.0, 1], joined.Gradient, 1e-14);
    }

    [TestMethod]
    public void AlignedMtl_AnUnknownScale_SaysSo() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.AlignedMtl((AlignedMtlScale)9));
}

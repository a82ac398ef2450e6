using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DbMtlCombinerTests
{
    [TestMethod]
    public void Combine_ASequenceOfSteps_GivesTheReferenceGradients()
    {
        double[][] gradients =
        [
            [0.2767766064324808, 0.19038406705861957, -0.05862670496459349, 0.1849523372690341, 0.21603688054710593],
            [0.48524369563942094, 0.32660608853596584, -0.09405860132401483, 0.38242653102851215, 0.4508164241326761],
            [0.5248510908127224, 0.35050669897881326, -0.0602886453443047, 0.4316478697198476, 0.4580648727092889],
        ];
        double[][] decoders = [[1.4285714081632657, 0.43478260680529307, 0.09090909082644627], [1.5384615147928995, 0.4999999975, 0.1111111109876543], [1.6666666388888893, 0.4761904739229025, 0.16666666638888888]];
        using var combiner = LossCombiner.DbMtl().Started();
        for (var step = 0; step < 3; step++)
        {
            var joined = combiner.JoinValues(ReferenceSteps.Sequence[step].Losses, ReferenceSteps.Sequence[step].Gradients);
            ReferenceSteps.AreClose(gradients[step], joined.Gradient);
            ReferenceSteps.AreClose(decoders[step], joined.Weights);
        }
    }

    [TestMethod]
    public void Combine_OtherSteps_GiveTheReferenceGradients()
    {
        ReferenceSteps.AreClose([0.012948316867805953, 0.16882471388293002, 0.16882471388293002], ReferenceSteps.JoinPair(LossCombiner.DbMtl()).Gradient);
        ReferenceSteps.AreClose([0.36364922684167567, 0.41555863399012033, -0.2857142719183679, 0.45459695565241487], ReferenceSteps.JoinParallel(LossCombiner.DbMtl()).Gradient);
        ReferenceSteps.AreClose([0.05344457552921533, -0.13171423071037378, -0.015319705944572881], ReferenceSteps.JoinFour(LossCombiner.DbMtl()).Gradient);
    }

    [TestMethod]
    public void Combine_ASequenceOfStepsWithDecay_GivesTheReferenceGradients()
    {
        double[][] gradients =
        [
            [1.383883288513825, 0.95192046198115, -0.2931336819629642, 0.9247617147419258, 1.0801845672620844],
            [1.9596444218174207, 1.355994229087999, -0.39822815601061623, 1.7927055743839801, 2.0418425533054254],
            [1.4449067130501243, 1.2948645584128597, -0.2026943381050877, 0.9886528278333222, 1.4306530771302544],
        ];
        using var combiner = LossCombiner.DbMtl(smoothing: 0.5, decay: 0.5).Started();
        for (var step = 0; step < 3; step++)
            ReferenceSteps.AreClose(gradients[step], combiner.JoinValues(ReferenceSteps.Sequence[step].Losses, ReferenceSteps.Sequence[step].Gradients).Gradient);
    }

    [TestMethod]
    public void Combine_Decay_KeepsLessOfTheBufferWithTheSteps()
    {
        using var combiner = LossCombiner.DbMtl(smoothing: 0.5, decay: 1).Started(tasks: 2);
        double[,] first = { { 8, 0 }, { 0, 8 } }, second = { { 0, 8 }, { 8, 0 } };
        combiner.JoinValues([1, 1], first);                                               // half of it
        var joined = combiner.JoinValues([1, 1], second);                                 // a quarter of that, three of this

        using var scope = torch.NewDisposeScope();
        ReferenceSteps.AreClose([1, 6, 6, 1], TrainingStep.Numbers(combiner.GetBuffers()["gradients"].reshape(-1)), 1e-7);
        ReferenceSteps.AreClose([7, 7], joined.Gradient, 1e-7);
    }

    [TestMethod]
    public void Combine_ATaskWithoutALabel_KeepsItsBuffer()
    {
        using var scope = torch.NewDisposeScope();
        using var combiner = LossCombiner.DbMtl().Started();
        combiner.JoinValues(ReferenceSteps.Losses, ReferenceSteps.Gradients);
        var before = combiner.GetBuffers()["gradients"];
        combiner.JoinValues([0.7, 11], new double[,] { { 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1 } }, [0, 2]);
        var after = combiner.GetBuffers()["gradients"];

        Assert.IsTrue(before[1].Equals(after[1]));
        Assert.IsFalse(before[0].Equals(after[0]));
    }

    [TestMethod]
    public void Combine_ALossBelowZero_SaysSo() =>
        Assert.Contains("'Depth'", Assert.ThrowsExactly<ArgumentException>(() => ReferenceSteps.Join(LossCombiner.DbMtl(), [1, -1], ReferenceSteps.Pair)).Message);

    [TestMethod]
    public void DbMtl_OptionsOutsideTheirRange_SaysSo()
    {
        Assert.AreEqual("smoothing", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.DbMtl(-0.1)).ParamName);
        Assert.AreEqual("decay", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.DbMtl(decay: -1)).ParamName);
    }
}

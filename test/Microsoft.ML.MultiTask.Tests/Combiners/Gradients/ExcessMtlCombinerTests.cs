namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ExcessMtlCombinerTests
{
    [TestMethod]
    public void Combine_ASequenceOfSteps_GivesTheReferenceWeightsToTheDecodersToo()
    {
        double[][] weights = [[1, 1, 1], [1.0006077508318336, 1.0030416958642778, 0.9963505533038879], [1.000822929909038, 1.0058131239482742, 0.993363946142688]];
        double[][] gradients =
        [
            [3.2, 1.4, -1.25, 1.6, 1.95],
            [1.0340382761060147, 1.253559166582869, 0.031219547324697006, 1.1948285286897051, 1.7006694084265495],
            [2.2471014818421953, 0.984814369960066, -0.88401165748445, 1.1125749857217118, 1.3703150623187952],
        ];
        using var combiner = LossCombiner.ExcessMtl().Started();
        for (var step = 0; step < 3; step++)
        {
            var joined = combiner.JoinValues(ReferenceSteps.Sequence[step].Losses, ReferenceSteps.Sequence[step].Gradients);
            ReferenceSteps.AreClose(weights[step], joined.Weights);
            ReferenceSteps.AreClose(gradients[step], joined.Gradient);
        }
    }

    [TestMethod]
    public void Combine_AGradientAMillionfoldItsFirst_TakesAllTheWeight()
    {
        using var combiner = LossCombiner.ExcessMtl().Started(tasks: 2);
        combiner.JoinValues([1, 1], new double[,] { { 1e-3, 0 }, { 0, 1 } });
        var joined = combiner.JoinValues([1, 1], new double[,] { { 1e6, 0 }, { 0, 1 } });
        ReferenceSteps.AreClose([2, 0], joined.Weights);
        Assert.IsTrue(combiner.JoinValues([1], new double[,] { { 0, 1 } }, [1]).Gradient.All(double.IsFinite));
    }

    [TestMethod]
    public void Combine_ATaskWithoutALabel_KeepsItsWeight()
    {
        using var combiner = LossCombiner.ExcessMtl(0.1).Started();
        foreach (var (losses, gradients) in ReferenceSteps.Sequence)
            combiner.JoinValues(losses, gradients);
        var before = combiner.GetState()["weights"];
        combiner.JoinValues([0.7, 11], new double[,] { { 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1 } }, [0, 2]);
        var after = combiner.GetState()["weights"];

        Assert.AreEqual(before[1], after[1]);
        Assert.AreNotEqual(before[0], after[0]);
        Assert.AreEqual(3, after.Sum(), 1e-12);
    }

    [TestMethod]
    public void ExcessMtl_ANegativeStep_SaysSo() =>
        Assert.AreEqual("stepSize", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.ExcessMtl(-1)).ParamName);
}

using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class GradVacCombinerTests
{
    /// <summary>Cosines start at 0, so the first step is PCGrad's. LibMTL adds 1e-8 to norms.</summary>
    [TestMethod]
    public void Combine_FirstStep_GivesTheReferenceGradients()
    {
        ReferenceSteps.AreClose([0.584795328066706, 3.8011695861345984, 3.8011695861345984], ReferenceSteps.JoinPair(LossCombiner.GradVac()).Gradient, 1e-8);
        using var combiner = (GradVacCombiner)LossCombiner.GradVac().ForTraining(CombinerRegistry.Tasks, torch.CPU);
        ReferenceSteps.AreClose([1.6447058782659385, 2.2599680941720726, 1.016278704882415], TurnInOrder(combiner, ReferenceSteps.Gradients), 1e-8);
    }

    [TestMethod]
    public void Combine_BelowTheAverage_TurnsToTheAverageCosine()
    {
        using var combiner = LossCombiner.GradVac(smoothing: 1).ForTraining([.. CombinerRegistry.Tasks.Take(2)], torch.CPU);
        combiner.JoinValues([1, 1], new double[,] { { 1, 0 }, { 3, 4 } });                // the average is 0.6 now
        var joined = combiner.JoinValues([1, 1], new double[,] { { 2, 0 }, { 0, 1 } });

        // (2, 0) + a (0, 1) has the cosine 0.6 with (0, 1) where a = 1.5, and (0, 1) + b (2, 0) with (2, 0) where b = 3/8.
        ReferenceSteps.AreClose([1 + 3.0 / 8, 1 + 1.5], joined.SharedWeights, 1e-12);
        Assert.AreSequenceEqual(new[] { 1.0, 1 }, joined.Weights);
    }

    [TestMethod]
    public void Combine_Smoothing_MovesTheCosinesByIt()
    {
        using var combiner = LossCombiner.GradVac(smoothing: 0.25).ForTraining([.. CombinerRegistry.Tasks.Take(2)], torch.CPU);
        combiner.JoinValues([1, 1], new double[,] { { 1, 0 }, { 3, 4 } });
        ReferenceSteps.AreClose([0, 0.15, 0.15, 0], combiner.GetState()["cosines"], 1e-15);
    }

    [TestMethod]
    public void Combine_Averaged_IsTheNthPart()
    {
        var (sum, mean) = (ReferenceSteps.JoinPair(LossCombiner.GradVac()), ReferenceSteps.JoinPair(LossCombiner.GradVac(average: true)));
        ReferenceSteps.AreClose([.. sum.Gradient.Select(value => value / 2)], mean.Gradient, 1e-15);
    }

    [TestMethod]
    public void Combine_ParallelForLongThenOpposed_StaysBounded()
    {
        using var combiner = LossCombiner.GradVac().ForTraining([.. CombinerRegistry.Tasks.Take(2)], torch.CPU);
        for (var step = 0; step < 100; step++)
            combiner.JoinValues([1, 1], new double[,] { { 1, 2 }, { 2, 4 } });
        Assert.IsLessThan(1e4, combiner.JoinValues([1, 1], new double[,] { { 1, 2 }, { -2, -3.9 } }).Gradient.Max(Math.Abs));
    }

    [TestMethod]
    public void GradVac_SmoothingOutsideZeroToOne_SaysSo() =>
        Assert.AreEqual("smoothing", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.GradVac(1.1)).ParamName);

    private static double[] TurnInOrder(GradVacCombiner combiner, double[,] gradients)
    {
        using var scope = torch.NewDisposeScope();
        var gramian = TrainingStep.Of(torch.tensor(ReferenceSteps.Losses), torch.tensor(gradients)).Gramian();
        return combiner.Turn(gramian, [0, 1, 2], i => [.. Enumerable.Range(0, 3).Where(j => j != i)]);
    }
}

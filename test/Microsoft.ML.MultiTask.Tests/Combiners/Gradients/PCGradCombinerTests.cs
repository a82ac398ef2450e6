using Microsoft.ML.MultiTask.Combiners.Gradients;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PCGradCombinerTests
{
    private static readonly double[,] s_conflict = { { 1, -0.5, 0.25, 2, 0 }, { -0.8, 1.5, 0.5, -1, 0.75 }, { 3, 0.4, -2, 0.6, 1.2 } };

    /// <summary>Weights by LibMTL 1.1, which projects against the tasks in order here.</summary>
    [TestMethod]
    public void Project_InTheTasksOrder_GivesTheReferenceWeights()
    {
        double[,] gramian = { { 5.3125, -3.425, 3.5 }, { -3.425, 4.7025, -2.5 }, { 3.5, -2.5, 14.96 } };
        var weights = PCGradCombiner.Project(gramian, i => [.. Enumerable.Range(0, 3).Where(j => j != i)]);
        CombinerRegistry.AreClose([1.644705881139377, 2.259968099394007, 1.0162787042680075], weights, 1e-8); // it adds 1e-8 to a norm
    }

    [TestMethod]
    public void Combine_TwoOpposingTasks_GivesTheReferenceWeightsAndLeavesTheDecodersAlone()
    {
        using var combiner = LossCombiner.PCGrad().Started(tasks: 2);
        var joined = combiner.JoinValues([1, 2], new double[,] { { -4, 1, 1 }, { 6, 1, 1 } });
        CombinerRegistry.AreClose([20.0 / 9, 30.0 / 19], joined.SharedWeights!);
        CombinerRegistry.AreClose([0.5847953216374268, 3.801169590643275, 3.801169590643275], joined.Gradient);
        Assert.AreSequenceEqual(new[] { 1.0, 1 }, joined.Weights);
    }

    [TestMethod]
    public void Combine_ThreeTasks_ProjectsInEveryOrder()
    {
        using var combiner = LossCombiner.PCGrad().Started();
        var seen = Enumerable.Range(0, 64).Select(_ => string.Join(' ', combiner.JoinValues([0.7, 2.3, 11], s_conflict).SharedWeights!
            .Select(weight => Math.Round(weight, 9)))).ToHashSet();
        var possible = from a in new int[][] { [1, 2], [2, 1] }
                       from b in new int[][] { [0, 2], [2, 0] }
                       from c in new int[][] { [0, 1], [1, 0] }
                       select string.Join(' ', PCGradCombiner.Project(Products(), i => i == 0 ? a : i == 1 ? b : c).Select(weight => Math.Round(weight, 9)));
        Assert.IsTrue(seen.SetEquals(possible));
    }

    [TestMethod]
    public void Combine_Averaged_IsTheNthPart() =>
        ReferenceSteps.AreClose([10.0 / 9, 15.0 / 19], ReferenceSteps.JoinPair(LossCombiner.PCGrad(average: true)).SharedWeights);

    [TestMethod]
    public void Combine_NoConflictOrAZeroGradient_Adds()
    {
        using var combiner = LossCombiner.PCGrad().Started(tasks: 2);
        Assert.AreSequenceEqual(new[] { 1.0, 1 }, combiner.JoinValues([1, 2], new double[,] { { 1, 0 }, { 1, 3 } }).SharedWeights!);
        Assert.AreSequenceEqual(new[] { 1.0, 1 }, combiner.JoinValues([1, 2], new double[,] { { 0, 0 }, { -1, 3 } }).SharedWeights!);
    }

    private static double[,] Products()
    {
        using var scope = NewDisposeScope();
        return TrainingStep.Of(tensor(new[] { 0.7, 2.3, 11 }), tensor(s_conflict)).Gramian();
    }
}

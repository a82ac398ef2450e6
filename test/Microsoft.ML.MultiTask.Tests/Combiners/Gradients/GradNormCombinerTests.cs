using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class GradNormCombinerTests
{
    [TestMethod]
    public void Combine_FirstEpoch_AsksForNoGradients()
    {
        using var combiner = LossCombiner.GradNorm().Started();
        var joined = combiner.JoinValues(ReferenceSteps.Losses, ReferenceSteps.Gradients);
        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, joined.Weights);
        Assert.IsNull(joined.SharedWeights);
        Assert.IsTrue(combiner.Parameters.Values.All(parameter => parameter.grad is null));
    }

    /// <summary>Three steps of SGD with a learning rate of 0.1 on the logits.</summary>
    [TestMethod]
    public void Combine_ASequenceOfSteps_GivesTheReferenceWeightsAndGradients()
    {
        double[][] weights = [[1, 1, 1], [1.187708948164031, 1.171623121537479, 0.6406679302984901], [1.4582361046088503, 0.8458235562427621, 0.6959403391483878]];
        double[][] slopes =
        [
            [-2.103021101863014, -1.9666598317599366, 4.0696809336229505],
            [-2.1782821015106113, 3.132077241209899, -0.9537951396992879],
            [-1.7049433726987773, 2.5850537907593365, -0.880110418060559],
        ];
        using var scope = NewDisposeScope();
        using var combiner = LossCombiner.GradNorm().Started();
        using var optimizer = optim.SGD(combiner.Parameters.Values, learningRate: 0.1);
        combiner.EndEpoch([1.4, 5.1, 23]);
        combiner.EndEpoch([1, 1, 1]);                                                     // the first epoch's stay

        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            var joined = combiner.JoinValues(ReferenceSteps.Sequence[step].Losses, ReferenceSteps.Sequence[step].Gradients);
            ReferenceSteps.AreClose(weights[step], joined.SharedWeights);
            Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, joined.Weights);
            ReferenceSteps.AreClose(slopes[step], [.. combiner.Parameters.Values.Select(p => TrainingStep.Numbers(p.grad!)[0])]);
            optimizer.step();
        }
    }

    [TestMethod]
    public void Combine_ATaskWithoutALabel_LeavesItsLogit()
    {
        using var combiner = LossCombiner.GradNorm().Started();
        combiner.EndEpoch([1.4, 5.1, 23]);
        var joined = combiner.JoinValues([0.7, 11], new double[,] { { 1, 2 }, { 3, 4 } }, [0, 2]);
        Assert.AreEqual(2, joined.SharedWeights!.Sum(), 1e-12);
        Assert.IsNull(combiner.Parameters["logit.depth"].grad);
    }

    [TestMethod]
    public void GradNorm_ANegativeAlpha_SaysSo() =>
        Assert.AreEqual("alpha", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.GradNorm(-1)).ParamName);
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ImtlLCombinerTests
{
    [TestMethod]
    public void Combine_GivenScales_GivesTheReferenceValues()
    {
        using var scope = NewDisposeScope();
        using var combiner = LossCombiner.ImtlL().Started();
        combiner.SetState(new Dictionary<string, double[]>
        {
            ["log_scale.segmentation"] = [0.1], ["log_scale.depth"] = [-0.4], ["log_scale.motion"] = [1.2],
        });
        var (total, weights) = combiner.CombineValues([0.7, 2.3, 11]);
        Assert.AreEqual(37.93664189863694, total, 1e-9);
        CombinerRegistry.AreClose([1.1051709180756477, 0.6703200460356392, 3.3201169227365472], weights);
        CombinerRegistry.AreClose(
            [-0.22638035734704665, 0.5417361058819701, 35.52128615010202],
            [.. combiner.Parameters.Values.Select(p => p.grad!.item<double>())]);
    }

    /// <summary>Three steps of gradient descent (rate 0.1) on the scales, as LibMTL 1.1 computes them in float64.</summary>
    [TestMethod]
    public void Combine_TrainedByAnOptimizer_FollowsTheReferenceSequence() => CombinerRegistry.AssertLearns(
        LossCombiner.ImtlL(),
        weights:
        [
            [1.0, 1.0, 1.0],
            [1.030454533953517, 0.8780954309205613, 0.36787944117144233],
            [1.065048624890193, 0.8141431355946921, 0.2919737152436898],
        ],
        learned: [0.09911753779960983, -0.2765891446589976, -1.306275726200512]);

    [TestMethod]
    public void Combine_LearnedOnConstantLosses_BringsEachToOne()
    {
        using var scope = NewDisposeScope();
        using var combiner = LossCombiner.ImtlL().Started();
        using var optimizer = optim.SGD(combiner.Parameters.Values, learningRate: 0.1);
        double[] losses = [0.7, 2.3, 11];
        for (var step = 0; step < 300; step++)
        {
            optimizer.zero_grad();
            combiner.CombineValues(losses);
            optimizer.step();
        }
        CombinerRegistry.AreClose([1, 1, 1], [.. combiner.CombineValues(losses).Weights.Zip(losses, (weight, loss) => weight * loss)], 1e-6);
    }

    [TestMethod]
    public void ImtlL_BadScale_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.ImtlL(51));
}

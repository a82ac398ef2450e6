using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MoCoCombinerTests
{
    [TestMethod]
    public void Combine_FirstSteps_GiveTheReferenceGradientsAndWeights()
    {
        using var combiner = LossCombiner.MoCo().ForTraining(CombinerRegistry.Tasks, torch.CPU);
        var joined = combiner.JoinValues(ReferenceSteps.Losses, ReferenceSteps.Gradients);
        ReferenceSteps.AreClose([0.5565341410609655, 0.4017435744920821, -0.32148901146614345, 0.03163767253381007, 0.4421045992585991], joined.Gradient);
        ReferenceSteps.AreClose([0.41055714882813943, 0.43075909159455467, 0.15868375957730577], combiner.GetState()["weights"]);
        ReferenceSteps.AreClose([0.06234364490872257, 0.22843775775486153, 0.22564690078537752], joined.SharedWeights);
        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, joined.Weights);
        ReferenceSteps.AreClose([0.23741921751230305, 0.13962035265710734, 0.13962035265710734], ReferenceSteps.JoinPair(LossCombiner.MoCo()).Gradient);
        ReferenceSteps.AreClose([0.22931349815509156, 0.2528716744723586, -0.17787466769563542, 0.29469265568564224], ReferenceSteps.JoinParallel(LossCombiner.MoCo()).Gradient);
    }

    /// <summary>Two orthogonal unit gradients with losses 1 and 2, worked by hand.</summary>
    [TestMethod]
    public void Combine_SecondStep_UsesBothDecays()
    {
        using var combiner = LossCombiner.MoCo(trackingRate: 0.5, trackingDecay: 1, weightRate: 0.4, weightDecay: 1, regularization: 0.25)
            .ForTraining([.. CombinerRegistry.Tasks.Take(2)], torch.CPU);
        double[,] gradients = { { 1, 0 }, { 0, 1 } };
        combiner.JoinValues([1, 2], gradients);
        var joined = combiner.JoinValues([1, 2], gradients);

        var first = Softmax(0.5 - 0.4 * (0.25 + 0.25) * 0.5, 0.5 - 0.4 * (1 + 0.25) * 0.5);           // y = 1/2 and 1
        var (y0, y1) = (0.5 * 0.75 + 0.25, 1 * 0.75 + 2 * 0.25);                                      // a quarter of the way on
        var second = Softmax(first[0] - 0.2 * (y0 * y0 + 0.25) * first[0], first[1] - 0.2 * (y1 * y1 + 0.25) * first[1]);
        ReferenceSteps.AreClose([second[0] * y0, second[1] * y1], joined.Gradient, 1e-7);
    }

    [TestMethod]
    public void Combine_ATaskWithoutALabel_KeepsItsWeightAndGradient()
    {
        using var scope = torch.NewDisposeScope();
        using var combiner = LossCombiner.MoCo().ForTraining(CombinerRegistry.Tasks, torch.CPU);
        combiner.JoinValues(ReferenceSteps.Losses, ReferenceSteps.Gradients);
        var (weights, tracked) = (combiner.GetState()["weights"], combiner.GetBuffers()["gradients"]);
        combiner.JoinValues([0.7, 11], new double[,] { { 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1 } }, [0, 2]);

        Assert.AreEqual(weights[1], combiner.GetState()["weights"][1]);
        Assert.AreEqual(1, combiner.GetState()["weights"].Sum(), 1e-12);
        Assert.IsTrue(tracked[1].Equals(combiner.GetBuffers()["gradients"][1]));
    }

    [TestMethod]
    public void MoCo_OptionsOutsideTheirRange_SaysSo()
    {
        Assert.AreEqual("trackingRate", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.MoCo(2)).ParamName);
        Assert.AreEqual("regularization", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.MoCo(regularization: -1)).ParamName);
    }

    private static double[] Softmax(double a, double b) => [Math.Exp(a) / (Math.Exp(a) + Math.Exp(b)), Math.Exp(b) / (Math.Exp(a) + Math.Exp(b))];
}

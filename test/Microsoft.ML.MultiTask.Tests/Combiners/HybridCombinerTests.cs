using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class HybridCombinerTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];
    private static readonly double[,] s_gradients = { { 1, -0.5, 0.25, 2, 0 }, { -0.8, 1.5, 0.5, -1, 0.75 }, { 3, 0.4, -2, 0.6, 1.2 } };

    [TestMethod]
    public void Combine_JoinsTheGradientsOfTheWeightedLosses_AndGivesDecodersTheWeights()
    {
        using var hybrid = LossCombiner.ScaleInvariant().Then(LossCombiner.PCGrad()).Started();
        using var alone = LossCombiner.PCGrad().Started(seed: 1);   // the seed of a second combiner

        var joined = hybrid.JoinValues(s_losses, s_gradients);
        var expected = alone.JoinValues([1, 1, 1], Scaled(1 / 0.7, 1 / 2.3, 1.0 / 11));

        CombinerRegistry.AreClose([1 / 0.7, 1 / 2.3, 1.0 / 11], joined.Weights);
        CombinerRegistry.AreClose(expected.Gradient, joined.Gradient);
        CombinerRegistry.AreClose([.. expected.SharedWeights!.Zip(joined.Weights, (a, b) => a * b)], joined.SharedWeights!);
    }

    [TestMethod]
    public void Combine_AWholeGradientBehindWeights_IsThatOfTheWeightedLosses()
    {
        using var hybrid = LossCombiner.Fixed(("Depth", 3)).Then(new FirstGradientCombiner()).Started();
        var joined = hybrid.JoinValues([1, 2], new double[,] { { 1, 2 }, { 5, 6 } }, [1, 0]);
        Assert.AreSequenceEqual(new double[] { 3, 6 }, joined.Gradient);
        Assert.AreSequenceEqual(new double[] { 3, 1 }, joined.Weights);
        Assert.IsNull(joined.SharedWeights);
    }

    [TestMethod]
    public void Combine_TheTotalIsTheFirsts()
    {
        using var scope = NewDisposeScope();
        using var hybrid = LossCombiner.Geometric().Then(LossCombiner.PCGrad()).Started();
        var combined = hybrid.Combine(TrainingStep.Of(tensor(s_losses), tensor(s_gradients)));
        Assert.AreEqual(2.6065907739133096, combined.Total.item<double>(), 1e-9);
    }

    [TestMethod]
    public void State_OfBoth_IsNamedApartAndReachesBoth()
    {
        using var hybrid = LossCombiner.RandomWeights().Then(LossCombiner.PCGrad()).Started(seed: 7);
        Assert.AreEqual("random then.random", string.Join(' ', hybrid.GetState().Keys));
        hybrid.JoinValues(s_losses, s_gradients);
        var state = hybrid.GetState();
        var next = hybrid.JoinValues(s_losses, s_gradients);
        hybrid.SetState(state);
        Assert.AreSequenceEqual(next.Gradient, hybrid.JoinValues(s_losses, s_gradients).Gradient);
    }

    [TestMethod]
    public void Parameters_OfTheFirst_AreTheHybridsAndBelongToTheirTasks()
    {
        using var scope = NewDisposeScope();
        using var hybrid = LossCombiner.ImtlL().Then(LossCombiner.PCGrad()).Started();
        Assert.AreEqual("log_scale.segmentation log_scale.depth log_scale.motion", string.Join(' ', hybrid.Parameters.Keys));
        Assert.AreEqual(1, hybrid.TaskOf("log_scale.depth"));

        using var optimizer = optim.SGD(hybrid.Parameters.Values, learningRate: 0.1);
        hybrid.JoinValues(s_losses, s_gradients);
        optimizer.step();
        CombinerRegistry.AreClose([Math.Exp(0.03), Math.Exp(-0.13), Math.Exp(-1)], hybrid.JoinValues(s_losses, s_gradients).Weights);
    }

    [TestMethod]
    public void EpochsAndSteps_ReachTheFirst()
    {
        using var hybrid = LossCombiner.SmoothTchebycheff(warmupEpochs: 0).Then(LossCombiner.PCGrad()).Started();
        hybrid.BeginEpoch(0);
        hybrid.EndEpoch([1, 2, 3]);
        Assert.AreSequenceEqual(new double[] { 1, 2, 3 }, hybrid.GetState()["reference_loss"]);
        using var famo = LossCombiner.Famo().Then(LossCombiner.PCGrad()).Started();
        famo.JoinValues(s_losses, s_gradients);
        Assert.AreNotEqual(0.0, famo.GetState()["logit"][0]);
        Assert.AreEqual(2, famo.Combiner.ForwardPasses);
        Assert.AreEqual(3, famo.Combiner.BackwardPasses(3));
    }

    [TestMethod]
    public void Warned_OfEither_IsTheHybridsOncePerText()
    {
        using var hybrid = LossCombiner.Equal().Then(new FirstGradientCombiner()).Started();
        var texts = new List<string>();
        hybrid.Warned += texts.Add;
        hybrid.JoinValues(s_losses, s_gradients);
        hybrid.JoinValues(s_losses, s_gradients);
        Assert.AreSequenceEqual(new[] { "Only the first counts." }, texts.ToArray());
    }

    [TestMethod]
    public void Buffers_OfTheSecond_AreKeptUnderItsPrefix()
    {
        using var scope = NewDisposeScope();
        using var hybrid = LossCombiner.Equal().Then(LossCombiner.Geometric().Then(LossCombiner.MoCo())).Started();
        hybrid.JoinValues(s_losses, s_gradients);
        Assert.AreEqual("then.then.gradients", hybrid.GetBuffers().Keys.Single());
        Assert.IsTrue(hybrid.GetState().Keys.Order().SequenceEqual(["then.then.steps", "then.then.weights"]));
    }

    [TestMethod]
    public void Then_BehindACombinerOfGradients_SaysSo()
    {
        Assert.Contains("'PCGrad'", Assert.ThrowsExactly<InvalidOperationException>(() => LossCombiner.PCGrad().Then(LossCombiner.PCGrad())).Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => LossCombiner.Equal().Then(LossCombiner.PCGrad()).Then(LossCombiner.PCGrad()));
        Assert.ThrowsExactly<ArgumentNullException>(() => LossCombiner.Equal().Then(null!));
    }

    private static double[,] Scaled(params double[] factors)
    {
        var scaled = (double[,])s_gradients.Clone();
        for (var i = 0; i < 3; i++)
            for (var p = 0; p < 5; p++)
                scaled[i, p] *= factors[i];
        return scaled;
    }

    private sealed class FirstGradientCombiner : GradientCombiner
    {
        public override string Name => "FirstGradient";

        protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state);

        private sealed class Session(CombinerSessionState state) : GradientSession(state)
        {
            protected override SharedGradient Join(TrainingStep trainingStep)
            {
                State.Warn("Only the first counts.");
                return new SharedGradient.Joint(trainingStep.Gradients().select(0, 0));
            }
        }
    }
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class NashMtlCombinerTests
{
    [TestMethod]
    public void Combine_ReferenceSteps_GivesTheExactWeightsToTheDecodersToo()
    {
        var joined = ReferenceSteps.Join(LossCombiner.NashMtl(maxNorm: null));
        ReferenceSteps.AreClose([0.6736347128462061, 0.8694367546746011, 0.2524630121256039], joined.Weights);
        ReferenceSteps.AreClose([0.7354743454833368, 1.0683229804390402, 0.09820103129764435, 0.6293104782931734, 0.9550331805566754], joined.Gradient);
        Assert.AreEqual(Math.Sqrt(3), Norm(joined.Gradient), 1e-9);
        ReferenceSteps.AreClose([0.5914611522293678, 0.4070714828838854], ReferenceSteps.JoinPair(LossCombiner.NashMtl()).Weights);
        ReferenceSteps.AreClose([0.29229888475261584, 0.4651606892227724, 0.1461494423763079], ReferenceSteps.JoinParallel(LossCombiner.NashMtl()).Weights);
    }

    [TestMethod]
    public void Combine_ByDefault_LimitsTheSharedNormToOne()
    {
        var joined = ReferenceSteps.Join(LossCombiner.NashMtl());
        ReferenceSteps.AreClose([0.4246260661947977, 0.6167962042260227, 0.056696359116402605, 0.36333236427948074, 0.5513883455340619], joined.Gradient, 1e-6);
        ReferenceSteps.AreClose([0.6736347128462061, 0.8694367546746011, 0.2524630121256039], joined.Weights);     // not the decoders'
    }

    [TestMethod]
    public void Combine_EveryThirdStep_LooksAtGradientsThenOnly()
    {
        using var scope = NewDisposeScope();
        using var combiner = LossCombiner.NashMtl(updateEvery: 3).Started();
        var asked = new List<bool>();
        for (var i = 0; i < 7; i++)
        {
            var step = new CountingStep(ReferenceSteps.Gradients);
            var weights = TrainingStep.Numbers(combiner.Combine(step).Weights);
            asked.Add(step.Asked);
            ReferenceSteps.AreClose([0.6736347128462061, 0.8694367546746011, 0.2524630121256039], weights);
        }
        Assert.AreSequenceEqual(new[] { true, false, false, true, false, false, true }, asked);
        Assert.AreEqual(5.0 / 3, combiner.Combiner.BackwardPasses(3), 1e-15);
    }

    [TestMethod]
    public void Combine_GradientsThatCancel_WeighsTheSameForThatStepAndSaysSoOnce()
    {
        using var combiner = LossCombiner.NashMtl().Started();
        var warnings = new List<string>();
        combiner.Warned += warnings.Add;
        double[,] cancelling = { { 1, 0, 0 }, { 0, 1, 0 }, { -1, -1, 0 } };

        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, combiner.JoinValues([1, 1, 1], cancelling).Weights);
        var joined = combiner.JoinValues(ReferenceSteps.Losses, ReferenceSteps.Gradients);
        combiner.JoinValues([1, 1, 1], cancelling);

        ReferenceSteps.AreClose([0.6736347128462061, 0.8694367546746011, 0.2524630121256039], joined.Weights);
        Assert.HasCount(1, warnings);
    }

    [TestMethod]
    public void NashMtl_OptionsOutsideTheirRange_SaysSo()
    {
        Assert.AreEqual("updateEvery", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.NashMtl(0)).ParamName);
        Assert.AreEqual("maxNorm", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.NashMtl(maxNorm: 0)).ParamName);
    }

    private static double Norm(double[] gradient) => Math.Sqrt(gradient.Sum(value => value * value));

    /// <summary>A step that remembers whether its gradients were asked for.</summary>
    private sealed class CountingStep(double[,] gradients) : TrainingStep(tensor(ReferenceSteps.Losses), [0, 1, 2])
    {
        internal bool Asked { get; private set; }

        public override double[,] Gramian()
        {
            Asked = true;
            return Of(Losses, tensor(gradients)).Gramian();
        }

        public override IReadOnlyList<Tensor> Features => throw new InvalidOperationException();

        public override IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients() => throw new InvalidOperationException();

        public override Tensor Gradients() => throw new InvalidOperationException();

        public override Tensor LossesNow() => throw new InvalidOperationException();

        public override IReadOnlyDictionary<string, double> Metrics(int index) => throw new InvalidOperationException();
    }
}

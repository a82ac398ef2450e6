using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MgdaCombinerTests
{
    [TestMethod]
    public void Combine_NotNormalized_GivesTheExactWeights()
    {
        var joined = ReferenceSteps.Join(LossCombiner.Mgda());
        ReferenceSteps.AreClose([0.45617105105749556, 0.5130963193962058, 0.030732629546298726], joined.SharedWeights);
        ReferenceSteps.AreClose([0.13789188417942705, 0.5538520053840804, 0.30912566336987934, 0.4176853604465645, 0.4217013950027128], joined.Gradient);
        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, joined.Weights);
        ReferenceSteps.AreClose([0.6, 0.4], ReferenceSteps.JoinPair(LossCombiner.Mgda()).SharedWeights);
        ReferenceSteps.AreClose([0.46, 0.54, 0], ReferenceSteps.JoinParallel(LossCombiner.Mgda()).SharedWeights);
        ReferenceSteps.AreClose([0, 0, 0, 1], [.. ReferenceSteps.JoinFour(LossCombiner.Mgda()).Gradient, 1], 1e-12);       // 0 is in their hull
        ReferenceSteps.AreClose([1, 0], ReferenceSteps.Join(LossCombiner.Mgda(), [1, 1], new double[,] { { 1, 0 }, { 2, 1 } }).SharedWeights);
    }

    /// <summary>By LibMTL, which iterates until a step is below 1e-5.</summary>
    [TestMethod]
    [DataRow(MgdaNormalization.Norm, new[] { 0.18038094291899448, 0.21430941655821418, 0.030897844586342732 }, new[] { 0.11785113019775793, 0.0811107105653813 }, new[] { 0.30910894511799614, 0.1817821097640076, -0.2, 0.5364357804719847 })]
    [DataRow(MgdaNormalization.Loss, new[] { 0.026899146198003317, 0.09587914531618823, 0.06914986940310591 }, new[] { 0.4141414141414141, 0.292929292929293 }, new[] { 0.5595238095238095, 0.14021164021164007, -0.31481481481481477, 1.1362433862433863 })]
    [DataRow(MgdaNormalization.LossTimesNorm, new[] { 0, 0.018197240443641356, 0.021370748014732804 }, new[] { 0.0755841413737849, 0.055100423672016535 }, new[] { 0.18491496073863545, 0.1567050894301919, -0.1316337527268657, 0.27894170841051186 })]
    public void Combine_Normalized_GivesTheReferenceWeights(MgdaNormalization normalization, double[] three, double[] two, double[] parallelGradient)
    {
        ReferenceSteps.AreClose(three, ReferenceSteps.Join(LossCombiner.Mgda(normalization)).SharedWeights, 1e-3);
        ReferenceSteps.AreClose(two, ReferenceSteps.JoinPair(LossCombiner.Mgda(normalization)).SharedWeights);
        ReferenceSteps.AreClose(parallelGradient, ReferenceSteps.JoinParallel(LossCombiner.Mgda(normalization)).Gradient, 1e-3);
    }

    [TestMethod]
    public void Combine_AsASum_WeighsThreeTimesAsMuch() =>
        ReferenceSteps.AreClose(
            [3 * 0.45617105105749556, 3 * 0.5130963193962058, 3 * 0.030732629546298726],
            ReferenceSteps.Join(LossCombiner.Mgda(average: false)).SharedWeights);

    [TestMethod]
    public void Combine_AGradientOfZeroNormalized_StandsStill()
    {
        foreach (var normalization in Enum.GetValues<MgdaNormalization>())
        {
            var joined = ReferenceSteps.Join(LossCombiner.Mgda(normalization), [1, 2], new double[,] { { 0, 0 }, { 3, 1 } });
            ReferenceSteps.AreClose([0.0, 0], joined.Gradient);
        }
    }

    [TestMethod]
    public void Combine_ALossBelowZeroToDivideBy_SaysSo()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(
            () => ReferenceSteps.Join(LossCombiner.Mgda(MgdaNormalization.Loss), [1, -2], ReferenceSteps.Pair)).Message;
        Assert.Contains("'Depth' is -2", message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.Mgda((MgdaNormalization)(-1)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.MgdaUpperBound((MgdaNormalization)4));
    }

    [TestMethod]
    public void Combine_UpperBound_TakesTheFeaturesGradientsAndOnePass()
    {
        using var scope = NewDisposeScope();
        using var combiner = LossCombiner.MgdaUpperBound().Started();

        var combined = combiner.Combine(new FeatureStep());

        ReferenceSteps.AreClose([0.45617105105749556, 0.5130963193962058, 0.030732629546298726], combined.Shared.TaskWeights);
        Assert.AreEqual(1, combiner.Combiner.BackwardPasses(3));
        Assert.AreEqual(3, LossCombiner.Mgda().BackwardPasses(3));
    }

    /// <summary>A step that has gradients of features only.</summary>
    private sealed class FeatureStep() : TrainingStep(tensor(ReferenceSteps.Losses), [0, 1, 2])
    {
        public override IReadOnlyList<Tensor> Features => throw new InvalidOperationException();

        public override IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients() => Of(Losses, tensor(ReferenceSteps.Gradients)).FeatureGradients();

        public override double[,] Gramian() => throw new InvalidOperationException();

        public override Tensor Gradients() => throw new InvalidOperationException();

        public override Tensor LossesNow() => throw new InvalidOperationException();

        public override IReadOnlyDictionary<string, double> Metrics(int index) => throw new InvalidOperationException();
    }
}

using Microsoft.ML.MultiTask.Combiners.Gradients;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class GradDropCombinerTests
{
    /// <summary>Purities of the columns: 1, 0, 3/4, 1/3 and none.</summary>
    private static readonly double[,] s_gradients = { { 1, -2, 3, 2, 0 }, { 4, -1, -1, -4, 0 } };

    [TestMethod]
    [DataRow(0.0, new[] { 5.0, -3, 3, 2, 0 }, new[] { 5.0, -3, -1, -4, 0 })]
    [DataRow(0.25, new[] { 5.0, -3, 0.25 * 2 + 0.75 * 3, 0.25 * -2 + 0.75 * 2, 0 }, new[] { 5.0, -3, 0.25 * 2 + 0.75 * -1, 0.25 * -2 + 0.75 * -4, 0 })]
    public void Pick_ByLot_PicksTheSign(double leak, double[] below, double[] above)
    {
        using var scope = NewDisposeScope();
        ReferenceSteps.AreClose(below, Join(0.7499, 0.3333), 1e-15);
        ReferenceSteps.AreClose(above, Join(0.7501, 0.3334), 1e-15);

        double[] Join(double third, double fourth)
        {
            Tensor[] gradients = [.. new[] { 0, 1 }.Select(i => tensor(s_gradients)[i].unsqueeze(0))];
            return TrainingStep.Numbers(GradDropCombiner.Pick(gradients, gradients, tensor(new[] { 0.999, 0.001, third, fourth, 0.5 }).unsqueeze(0), leak).reshape(-1));
        }
    }

    [TestMethod]
    public void Combine_ManySteps_PicksTheSignAsOftenAsItsPurity()
    {
        using var combiner = LossCombiner.GradDrop().Started(tasks: 2);
        var steps = Enumerable.Range(0, 1000).Select(_ => combiner.JoinValues([1, 1], s_gradients)).ToArray();
        Assert.IsTrue(steps.All(step => step.Gradient[0] == 5 && step.Gradient[1] == -3));
        Assert.IsInRange(700, 800, steps.Count(step => step.Gradient[2] == 3));
        Assert.IsInRange(283, 383, steps.Count(step => step.Gradient[3] == 2));
        Assert.AreSequenceEqual(new[] { 1.0, 1 }, steps[0].Weights);
    }

    /// <summary>
    /// Two samples of three features, the middle one negative: its gradients count with the other sign, and all add up over the batch.
    /// </summary>
    [TestMethod]
    public void Combine_Features_PicksByTheSignTheySumUpTo()
    {
        using var scope = NewDisposeScope();
        using var combiner = LossCombiner.GradDrop().Started(tasks: 2);
        var step = new FeatureStep(
            tensor(new double[,] { { 2, -1, 1 }, { 3, -2, 1 } }),
            tensor(new double[,] { { 3, -1, 1 }, { -1, -1, 1 } }),                        // s = 2, 2, 2
            tensor(new double[,] { { 1, -2, -5 }, { 1, 1, -1 } }));                       // s = 2, 1, -6
        var kept = Enumerable.Range(0, 1000).Select(_ => TrainingStep.Numbers(((SharedGradient.JointOfFeatures)combiner.Combine(step).Shared).Gradients[0].reshape(-1))).ToArray();

        foreach (var joint in kept)
        {
            ReferenceSteps.AreClose([4, -3, 0, 0], [joint[0], joint[1], joint[3], joint[4]], 1e-15);
            Assert.IsTrue((joint[2], joint[5]) is (1, 1) or (-5, -1));
        }
        Assert.IsInRange(200, 300, kept.Count(joint => joint[2] == 1));                  // its purity is 1/4
        Assert.AreEqual(1, combiner.Combiner.BackwardPasses(3));
        Assert.AreEqual(3, LossCombiner.GradDrop(byParameters: true).BackwardPasses(3));
    }

    [TestMethod]
    public void Combine_AnotherSeed_DrawsOtherLots()
    {
        JoinedStep[] Steps(int seed)
        {
            using var combiner = LossCombiner.GradDrop().Started(tasks: 2, seed);
            return [.. Enumerable.Range(0, 20).Select(_ => combiner.JoinValues([1, 1], s_gradients))];
        }
        string Signs(int seed) => string.Concat(Steps(seed).Select(step => step.Gradient[2] > 0 ? '+' : '-'));
        Assert.AreEqual(Signs(1), Signs(1));
        Assert.AreNotEqual(Signs(1), Signs(2));
    }

    [TestMethod]
    public void GradDrop_LeakOutsideZeroToOne_SaysSo() =>
        Assert.AreEqual("leak", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.GradDrop(1.5)).ParamName);

    /// <summary>A step of one level of features.</summary>
    private sealed class FeatureStep(Tensor features, params Tensor[] gradients) : TrainingStep(tensor(new[] { 1.0, 1 }), [0, 1])
    {
        public override IReadOnlyList<Tensor> Features => [features];

        public override IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients() => [.. gradients.Select(gradient => new[] { gradient })];

        public override double[,] Gramian() => throw new InvalidOperationException();

        public override Tensor Gradients() => throw new InvalidOperationException();

        public override Tensor LossesNow() => throw new InvalidOperationException();

        public override IReadOnlyDictionary<string, double> Metrics(int index) => throw new InvalidOperationException();
    }
}

using Microsoft.ML.MultiTask.Combiners.Gradients;
using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class GradVacCombinerTests
{
    /// <summary>Cosines start at 0, so the first step is PCGrad's. LibMTL adds 1e-8 to norms.</summary>
    [TestMethod]
    public void Combine_FirstStep_GivesTheReferenceGradient() =>
        ReferenceSteps.AreClose([0.584795328066706, 3.8011695861345984, 3.8011695861345984], ReferenceSteps.JoinPair(LossCombiner.GradVac()).Gradient, 1e-8);

    [TestMethod]
    public void Join_ASequenceOfStepsInTheTasksOrder_GivesTheReferenceGradients()
    {
        double[][] expected =
        [
            [2.8855675175755238, 2.9741106840781066, -0.49139689311230783, 1.6392108852892537, 2.914510516487953],
            [1.2754983345586477, 1.8677804755908358, 0.273101766532705, 1.5550618675059449, 2.4162925431670703],
            [2.265705036325956, 1.776647577893454, -0.3534373161553266, 1.6129555795917856, 1.91693188367484],
        ];
        using var scope = torch.NewDisposeScope();
        using var combiner = (GradVacCombiner.Session)LossCombiner.GradVac().Started();
        for (var step = 0; step < 3; step++)
        {
            var (losses, gradients) = (torch.tensor(ReferenceSteps.Sequence[step].Losses), torch.tensor(ReferenceSteps.Sequence[step].Gradients));
            var joint = (SharedGradient.WeightedSum)combiner.Join(TrainingStep.Of(losses, gradients), [[1, 2], [0, 2], [0, 1]]);
            ReferenceSteps.AreClose(expected[step], TrainingStep.Numbers(gradients.t().mv(torch.tensor(joint.Weights.ToArray()))), 1e-8);
        }
    }

    [TestMethod]
    public void Combine_BelowTheAverage_TurnsToTheAverageCosine()
    {
        using var combiner = LossCombiner.GradVac(smoothing: 1).Started(tasks: 2);
        combiner.JoinValues([1, 1], new double[,] { { 1, 0 }, { 3, 4 } });                // the average is 0.6 now
        var joined = combiner.JoinValues([1, 1], new double[,] { { 2, 0 }, { 0, 1 } });

        // (2, 0) + a (0, 1) has the cosine 0.6 with (0, 1) where a = 1.5, and (0, 1) + b (2, 0) with (2, 0) where b = 3/8.
        ReferenceSteps.AreClose([1 + 3.0 / 8, 1 + 1.5], joined.SharedWeights, 1e-12);
        Assert.AreSequenceEqual(new[] { 1.0, 1 }, joined.Weights);
    }

    [TestMethod]
    public void Combine_Smoothing_MovesTheCosinesByIt()
    {
        using var combiner = LossCombiner.GradVac(smoothing: 0.25).Started(tasks: 2);
        combiner.JoinValues([1, 1], new double[,] { { 1, 0 }, { 3, 4 } });
        using var scope = torch.NewDisposeScope();
        ReferenceSteps.AreClose([0, 0.15, 0.15, 0], TrainingStep.Numbers(combiner.GetBuffers()["cosines"].reshape(-1)), 1e-15);
    }

    /// <summary>Two layers, the first of a weight and a bias: each group is as if it were alone.</summary>
    [TestMethod]
    [DataRow(GradVacGrouping.Encoder, new[] { 0, 0, 0 })]
    [DataRow(GradVacGrouping.Layer, new[] { 0, 0, 1 })]
    [DataRow(GradVacGrouping.Tensor, new[] { 0, 1, 2 })]
    public void Combine_Grouped_TurnsEachPartByItself(GradVacGrouping grouping, int[] groups)
    {
        using var scope = torch.NewDisposeScope();
        using var combiner = LossCombiner.GradVac(grouping: grouping).Started(tasks: 2);
        double[][,] gradients = [new double[,] { { 1, 2 }, { -2, 1.5 } }, new double[,] { { 1, 0 }, { -1, 3 } }, new double[,] { { 2, 1 }, { 1, -4 } }];
        for (var step = 0; step < 3; step++)
        {
            var combined = combiner.Combine(new LayeredStep(gradients));
            for (var tensor = 0; tensor < 3; tensor++)
            {
                using var alone = LossCombiner.GradVac().Started(tasks: 2);
                var group = groups.Select((g, i) => (g, i)).Where(pair => pair.g == groups[tensor]).Select(pair => gradients[pair.i]).ToArray();
                JoinedStep? expected = null;
                for (var again = 0; again <= step; again++)
                    expected = alone.JoinValues([1, 1], SideBySide(group));
                ReferenceSteps.AreClose([.. expected!.SharedWeights!], WeightsOf(combined.Shared, tensor), 1e-12);
            }
        }
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
        using var combiner = LossCombiner.GradVac().Started(tasks: 2);
        for (var step = 0; step < 100; step++)
            combiner.JoinValues([1, 1], new double[,] { { 1, 2 }, { 2, 4 } });
        Assert.IsLessThan(1e4, combiner.JoinValues([1, 1], new double[,] { { 1, 2 }, { -2, -3.9 } }).Gradient.Max(Math.Abs));
    }

    [TestMethod]
    public void GradVac_OptionsOutsideTheirRange_SaysSo()
    {
        Assert.AreEqual("smoothing", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.GradVac(1.1)).ParamName);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LossCombiner.GradVac(grouping: (GradVacGrouping)3));
    }

    private static IReadOnlyList<double>? WeightsOf(SharedGradient shared, int tensor) =>
        shared is SharedGradient.WeightedSumByTensor sum ? sum.Weights[tensor] : shared.TaskWeights;

    private static double[,] SideBySide(double[][,] parts)
    {
        var joined = new double[2, 2 * parts.Length];
        for (var i = 0; i < 2; i++)
            for (var p = 0; p < 2 * parts.Length; p++)
                joined[i, p] = parts[p / 2][i, p % 2];
        return joined;
    }

    /// <summary>A step whose shared parameters are three tensors in two layers.</summary>
    private sealed class LayeredStep(double[][,] gradients) : TrainingStep(torch.tensor(new[] { 1.0, 1 }), [0, 1])
    {
        public override IReadOnlyList<string> SharedParameterNames => ["layer1.weight", "layer1.bias", "layer2.weight"];

        public override IReadOnlyList<torch.Tensor> Features => throw new InvalidOperationException();

        public override IReadOnlyList<double[,]> GramianParts() => [.. gradients.Select(part => Of(Losses, torch.tensor(part)).Gramian())];

        public override double[,] Gramian() => Of(Losses, torch.tensor(SideBySide(gradients))).Gramian();

        public override torch.Tensor Gradients() => throw new InvalidOperationException();

        public override IReadOnlyList<IReadOnlyList<torch.Tensor>> FeatureGradients() => throw new InvalidOperationException();

        public override torch.Tensor LossesNow() => throw new InvalidOperationException();

        public override IReadOnlyDictionary<string, double> Metrics(int index) => throw new InvalidOperationException();
    }
}

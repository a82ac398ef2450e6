using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What holds for every combiner.</summary>
[TestClass]
public sealed class LossCombinerTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];

    public static IEnumerable<TestDataRow<Func<LossCombiner>>> Combiners =>
        CombinerRegistry.All.Select(entry => new TestDataRow<Func<LossCombiner>>(entry.Create) { DisplayName = entry.Label });

    public static IEnumerable<TestDataRow<Func<LossCombiner>>> Formulas =>
        Combiners.Where(row => !CombinerRegistry.HoldAConstant.Contains(row.DisplayName));

    [TestMethod]
    [DynamicData(nameof(Formulas))]
    public void Combine_Weights_AreTheNumericDerivativeOfTotal(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        var state = combiner.GetState();
        var (_, weights) = combiner.CombineValues(s_losses);

        for (var i = 0; i < s_losses.Length; i++)
        {
            var step = 1e-6 * s_losses[i];
            double Shifted(double by)
            {
                combiner.SetState(state);                                          // the same random numbers
                return combiner.CombineValues([.. s_losses.Select((loss, j) => j == i ? loss + by : loss)]).Total;
            }
            Assert.AreEqual((Shifted(step) - Shifted(-step)) / (2 * step), weights[i], 1e-6 * Math.Abs(weights[i]) + 1e-9);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_SomeOrOneTaskPresent_GivesFinitePositiveWeights(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        foreach (var indices in new int[][] { [0], [1], [2], [0, 1], [2, 1], [2, 0] })
        {
            var (total, weights) = combiner.CombineValues([.. indices.Select(i => s_losses[i])], indices);
            Assert.IsTrue(double.IsFinite(total));
            Assert.IsTrue(weights.All(weight => double.IsFinite(weight) && weight > 0), string.Join(", ", weights));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_Float32FromTinyToHuge_StaysFinite(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        double[] scales = [0, 1e-20, 1e-10, 1, 1e10, 1e20];
        foreach (var a in scales)
        {
            foreach (var b in scales)
            {
                foreach (var c in scales)
                {
                    var (total, weights) = combiner.CombineValues([a, b, c], type: ScalarType.Float32);
                    Assert.IsTrue(double.IsFinite(total), $"total {total} at {a}, {b}, {c}");
                    Assert.IsTrue(weights.All(weight => double.IsFinite(weight) && weight >= 0), $"weights {string.Join(", ", weights)} at {a}, {b}, {c}");
                }
            }
        }
    }

    /// <summary>A task at its minimum takes no part: it neither stops the others nor takes their weight.</summary>
    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_ALossOfZero_WeighsTheOthersAsWithoutIt(Func<LossCombiner> create)
    {
        using var with = CombinerRegistry.Trained(create);
        using var without = CombinerRegistry.Trained(create);
        var (total, weights) = with.CombineValues([0.7, 0, 11]);
        var (expectedTotal, expected) = without.CombineValues([0.7, 11], [0, 2]);
        Assert.AreEqual(expectedTotal, total);
        Assert.AreSequenceEqual(new[] { expected[0], 0, expected[1] }, weights);
        Assert.AreEqual((0.0, "0 0"), (with.CombineValues([0, 0], [1, 2]).Total, string.Join(' ', with.CombineValues([0, 0], [1, 2]).Weights)));
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_HalfPrecisionLosses_KeepsTheirTypeAndStaysFinite(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        foreach (var type in new[] { ScalarType.Float16, ScalarType.BFloat16 })
            Assert.IsTrue(combiner.CombineValues([0, 1e-3, 1e4], type: type).Weights.All(double.IsFinite));
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Start_AfterAnotherTraining_BeginsAnew(Func<LossCombiner> create)
    {
        var option = create();
        using var first = option.Started();
        var before = first.CombineValues(s_losses);
        first.EndEpoch([1, 2, 3]);
        first.EndEpoch([1, 1, 1]);
        Learn(first);

        using var second = option.Started();
        var after = second.CombineValues(s_losses);

        Assert.AreEqual(before.Total, after.Total);
        Assert.AreSequenceEqual(before.Weights, after.Weights);
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void SetState_OfATrainedOne_CombinesAlike(Func<LossCombiner> create)
    {
        using var trained = CombinerRegistry.Trained(create);
        Learn(trained);
        using var restored = create().Started();

        restored.SetState(trained.GetState());

        for (var step = 0; step < 2; step++)
        {
            var (expected, actual) = (trained.CombineValues(s_losses), restored.CombineValues(s_losses));
            Assert.AreEqual(expected.Total, actual.Total);
            Assert.AreSequenceEqual(expected.Weights, actual.Weights);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_InsideADisposeScope_LeavesOnlyItsTwoResults(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        using var scope = torch.NewDisposeScope();
        var losses = torch.tensor(s_losses);
        var before = scope.DisposablesCount;

        combiner.Combine(losses, [0, 1, 2]);

        Assert.AreEqual(before + 2, scope.DisposablesCount);
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_WithGradientsSwitchedOff_StillWeighs(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        using var noGrad = torch.no_grad();
        Assert.IsTrue(combiner.CombineValues(s_losses).Weights.All(weight => weight > 0));
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_LossesThatDoNotFit_SaysSo(Func<LossCombiner> create)
    {
        using var scope = torch.NewDisposeScope();
        using var combiner = CombinerRegistry.Trained(create);
        var two = torch.tensor(s_losses)[..2];

        Assert.Contains("[2] for 3 indices", Assert.ThrowsExactly<ArgumentException>(() => combiner.Combine(two, [0, 1, 2])).Message);
        Assert.Contains("0 to 2", Assert.ThrowsExactly<ArgumentException>(() => combiner.Combine(two, [0, 3])).Message);
        Assert.Contains("different", Assert.ThrowsExactly<ArgumentException>(() => combiner.Combine(two, [1, 1])).Message);
        Assert.ThrowsExactly<ArgumentException>(() => combiner.Combine(two[..0], []));
        Assert.Contains("floating-point", Assert.ThrowsExactly<ArgumentException>(() => combiner.Combine(two.to(ScalarType.Int64), [0, 1])).Message);
        Assert.ThrowsExactly<ArgumentException>(() => create().Start([], torch.CPU));
    }

    [TestMethod]
    public void Combine_TotalThatIsNoFunctionOfTheLosses_SaysSo()
    {
        using var vector = new OwnCombiner(losses => losses * 2).Started();
        Assert.Contains("is of shape [3]", Assert.ThrowsExactly<InvalidOperationException>(() => vector.CombineValues(s_losses)).Message);
        using var constant = new OwnCombiner(_ => torch.tensor(1.0)).Started();
        Assert.Contains("does not depend", Assert.ThrowsExactly<InvalidOperationException>(() => constant.CombineValues(s_losses)).Message);
    }

    private static void Learn(CombinerSession combiner)
    {
        using var scope = torch.NewDisposeScope();
        if (combiner.Parameters.Count == 0)
            return;
        using var optimizer = torch.optim.SGD(combiner.Parameters.Values, learningRate: 0.1);
        combiner.CombineValues(s_losses);
        optimizer.step();
    }

    private sealed class OwnCombiner(Func<Tensor, Tensor> total) : FormulaCombiner
    {
        public override string Name => "Own";

        protected override Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks) => total(losses);
    }
}

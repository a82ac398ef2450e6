using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What holds for whole steps of every combiner, gradients and all.</summary>
[TestClass]
public sealed partial class CombinerStepTests
{
    private static readonly double[] s_losses = [0.7, 2.3, 11];
    private static readonly double[,] s_gradients = { { 1, -0.5, 0.25, 2, 0 }, { -0.8, 1.5, 0.5, -1, 0.75 }, { 3, 0.4, -2, 0.6, 1.2 } };

    public static IEnumerable<TestDataRow<Func<LossCombiner>>> Combiners =>
        CombinerRegistry.All.Select(entry => new TestDataRow<Func<LossCombiner>>(entry.Create) { DisplayName = entry.Label });

    /// <summary>Those that draw no random numbers.</summary>
    public static IEnumerable<TestDataRow<Func<LossCombiner>>> Deterministic => Combiners.Where(row =>
    {
        using var combiner = row.Value().Started();
        return !combiner.GetState().Keys.Any(key => key.EndsWith("random", StringComparison.Ordinal));
    });

    [TestMethod]
    [DynamicData(nameof(Deterministic))]
    public void Combine_TasksInAnotherOrder_GivesThemTheSameWeights(Func<LossCombiner> create)
    {
        using var inOrder = CombinerRegistry.Trained(create);
        using var permuted = CombinerRegistry.Trained(create);
        for (var step = 0; step < 3; step++)
        {
            var expected = inOrder.JoinValues(s_losses, s_gradients);
            var actual = permuted.JoinValues([11, 0.7, 2.3], Rows(2, 0, 1), [2, 0, 1]);
            CombinerRegistry.AreClose([expected.Weights[2], expected.Weights[0], expected.Weights[1]], actual.Weights, 1e-5);
            AreClose(expected.Gradient, actual.Gradient, 1e-5);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_OneTask_IsItsPlainGradient(Func<LossCombiner> create)
    {
        foreach (var task in Enumerable.Range(0, 3))
        {
            using var combiner = CombinerRegistry.Trained(create);
            var joined = combiner.JoinValues([s_losses[task]], Rows(task), [task]);
            Assert.IsGreaterThan(0, joined.Weights[0]);
            AreClose([.. Enumerable.Range(0, 5).Select(p => s_gradients[task, p] * joined.Weights[0])], joined.Gradient, 1e-12);
        }
    }

    /// <summary>As in training with CUDA: the losses are on the CPU, the gradients are not.</summary>
    [TestMethod]
    [DynamicData(nameof(Combiners))]
    [LazyDeviceCondition]
    [DoNotParallelize]
    public void Combine_GradientsOnAnotherDevice_IsTheSame(Func<LossCombiner> create)
    {
        using var here = CombinerRegistry.Trained(create);
        using var there = CombinerRegistry.Trained(create);
        foreach (var tasks in new int[][] { [0, 1, 2], [2, 1], [0, 1, 2] })
        {
            double[] losses = [.. tasks.Select(t => s_losses[t])];
            var expected = here.JoinValues(losses, Rows(tasks), tasks);
            var actual = there.JoinValues(losses, Rows(tasks), tasks, device: LazyDevice.Instance);
            CombinerRegistry.AreClose(expected.Weights, actual.Weights, 1e-9);
            AreClose(expected.Gradient, actual.Gradient, 1e-9);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_ATaskAbsentForAStep_GoesOn(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        foreach (var tasks in new int[][] { [0, 1, 2], [0, 2], [1], [2, 1], [0, 1, 2] })
        {
            var joined = combiner.JoinValues([.. tasks.Select(t => s_losses[t])], Rows(tasks), tasks);
            Assert.HasCount(tasks.Length, joined.Weights);
            IsFinite(joined);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_DegenerateGradientsOrLosses_StaysFinite(Func<LossCombiner> create)
    {
        double[][,] cases =
        [
            new double[,] { { 0, 0, 0, 0, 0 }, { -0.8, 1.5, 0.5, -1, 0.75 }, { 3, 0.4, -2, 0.6, 1.2 } },            // one is 0
            new double[3, 5],                                                                                        // all are
            new double[,] { { 1, 2, 3, 4, 5 }, { 1, 2, 3, 4, 5 }, { 2, 4, 6, 8, 10 } },                              // parallel
            new double[,] { { 1, 2, 3, 4, 5 }, { -1, -2, -3, -4, -5 }, { 2, 4, 6, 8, 10 } },                         // opposing
            new double[,] { { 1, 0, 0, 0, 0 }, { 0, 1, 0, 0, 0 }, { -1, -1, 0, 0, 0 } },                             // adding up to 0
            new double[,] { { 1, -0.5, 0.25, 2, 0 }, { -20000, 37500, 12500, -25000, 18750 }, { 3, 0.4, -2, 0.6, 1.2 } },
            new double[,] { { 1e-9, 0, 0, 0, 0 }, { -1e9, 1e9, 0, 0, 0 }, { 0, 0, 1, 0, 0 } },
        ];
        foreach (var gradients in cases)
        {
            foreach (var losses in new double[][] { s_losses, [0, 0, 0], [0, 1e-4, 2.5], [1e-10, 1, 1e10] })
            {
                using var combiner = CombinerRegistry.Trained(create);
                for (var step = 0; step < 3; step++)
                    IsFinite(combiner.JoinValues(losses, gradients));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void SetState_AndBuffers_OfATrainedOne_TakeTheSameNextSteps(Func<LossCombiner> create)
    {
        using var scope = NewDisposeScope();
        using var trained = CombinerRegistry.Trained(create);
        for (var step = 0; step < 3; step++)
            trained.JoinValues(s_losses, s_gradients);
        using var restored = create().Started(seed: 99);

        restored.SetState(trained.GetState());
        restored.SetBuffers(trained.GetBuffers());

        for (var step = 0; step < 3; step++)
            AreIdentical(trained.JoinValues([0.6, 2.5, 9], s_gradients), restored.JoinValues([0.6, 2.5, 9], s_gradients));
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Reset_AfterTraining_BeginsAnew(Func<LossCombiner> create)
    {
        using var scope = NewDisposeScope();
        using var combiner = create().Started(seed: 3);
        JoinedStep[] Steps()
        {
            combiner.BeginEpoch(0);
            JoinedStep[] steps = [.. Enumerable.Range(0, 3).Select(_ => combiner.JoinValues(s_losses, s_gradients))];
            combiner.EndEpoch([1, 2, 3]);
            combiner.BeginEpoch(1);
            steps = [.. steps, combiner.JoinValues([0.6, 2.5, 9], s_gradients)];
            combiner.EndEpoch([1, 3, 2]);
            return steps;
        }
        var first = Steps();

        combiner.Reset();

        Assert.IsEmpty(combiner.GetBuffers());
        foreach (var (expected, actual) in first.Zip(Steps()))
            AreIdentical(expected, actual);
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_Float32_IsAsFloat64WithinRounding(Func<LossCombiner> create)
    {
        using var single = CombinerRegistry.Trained(create);
        using var exact = CombinerRegistry.Trained(create);
        for (var step = 0; step < 3; step++)
        {
            var expected = exact.JoinValues(s_losses, s_gradients);
            var actual = single.JoinValues(s_losses, s_gradients, type: ScalarType.Float32);
            CombinerRegistry.AreClose(expected.Weights, actual.Weights, 1e-5);
            AreClose(expected.Gradient, actual.Gradient, 1e-5);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_GradientsThatAreNotFinite_SaysWhoseOrLooksAtNone(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        double[,] gradients = { { 1, 2 }, { double.NaN, 1 }, { 3, 4 } };
        if (combiner.Combiner is GradientCombiner)
            Assert.Contains("'Depth'", Assert.Throws<InvalidOperationException>(() => combiner.JoinValues(s_losses, gradients)).Message);
        else
            Assert.IsTrue(combiner.JoinValues(s_losses, gradients).Weights.All(double.IsFinite));
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Options_HaveReadOnlyFieldsAndNoTensors(Func<LossCombiner> create)
    {
        for (var type = create().GetType(); type != typeof(object); type = type.BaseType!)
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            {
                Assert.IsTrue(field.IsInitOnly || field.Name.StartsWith('<'), $"{type.Name}.{field.Name}");     // or a constructor's parameter
                Assert.IsFalse(typeof(IDisposable).IsAssignableFrom(field.FieldType), $"{type.Name}.{field.Name}");
            }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Cost_IsOnePassForLossesAndMoreForGradients(Func<LossCombiner> create)
    {
        var combiner = create();
        Assert.AreEqual(1, combiner.BackwardPasses(1));
        if (combiner is GradientCombiner) Assert.IsInRange(1, 4, combiner.BackwardPasses(3));
        else Assert.AreEqual(1, combiner.BackwardPasses(3));
        Assert.IsInRange(1, 2, combiner.ForwardPasses);
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void WeighsDecoders_SaysWhetherTheyGetTheSharedWeights(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        var state = combiner.GetState();
        var joined = combiner.JoinValues(s_losses, s_gradients);
        combiner.SetState(state);                                                  // the same random numbers
        if (combiner.Combiner.WeighsDecoders && joined.SharedWeights is null)
        {
            var weighted = Multiply(joined.Weights);
            var limited = Math.Sqrt(joined.Gradient.Sum(value => value * value) / weighted.Sum(value => value * value));
            Assert.IsLessThanOrEqualTo(1 + 1e-12, limited);
            AreClose([.. weighted.Select(value => value * limited)], joined.Gradient, 1e-9);
        }
        else if (!combiner.Combiner.WeighsDecoders)
            Assert.AreSequenceEqual(combiner.CombineValues(s_losses).Weights, joined.Weights);
    }

    private static double[] Multiply(double[] weights) =>
        [.. Enumerable.Range(0, 5).Select(p => Enumerable.Range(0, 3).Sum(t => weights[t] * s_gradients[t, p]))];

    private static double[,] Rows(params int[] tasks)
    {
        var rows = new double[tasks.Length, 5];
        for (var i = 0; i < tasks.Length; i++)
            for (var p = 0; p < 5; p++)
                rows[i, p] = s_gradients[tasks[i], p];
        return rows;
    }

    private static void IsFinite(JoinedStep joined)
    {
        Assert.IsTrue(joined.Weights.All(weight => double.IsFinite(weight) && weight >= 0), $"weights {string.Join(", ", joined.Weights)}");
        Assert.IsTrue(joined.Gradient.All(double.IsFinite), $"gradient {string.Join(", ", joined.Gradient)}");
    }

    private static void AreIdentical(JoinedStep expected, JoinedStep actual)
    {
        Assert.AreSequenceEqual(expected.Weights, actual.Weights);
        Assert.AreSequenceEqual(expected.Gradient, actual.Gradient);
    }

    private static void AreClose(double[] expected, double[] actual, double relative)
    {
        var norm = Math.Sqrt(expected.Sum(value => value * value));
        foreach (var (e, a) in expected.Zip(actual))
            Assert.AreEqual(e, a, relative * norm);
    }
}

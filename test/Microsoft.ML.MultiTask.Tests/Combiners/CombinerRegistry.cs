using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Every combiner, for the tests of what holds for all of them: a new one is tested from the day it is listed here.</summary>
internal static class CombinerRegistry
{
    /// <summary>A classification, a regression, a classification.</summary>
    public static IReadOnlyList<DenseTask> Tasks { get; } = [DenseTask.Segmentation(3), DenseTask.Depth(), DenseTask.Motion()];

    public static IReadOnlyList<(string Label, Func<LossCombiner> Create)> All { get; } =
    [
        ("Equal", () => LossCombiner.Equal()),
        ("Equal, averaged", () => LossCombiner.Equal(average: true)),
        ("Geometric", LossCombiner.Geometric),
        ("Focused on Segmentation", () => LossCombiner.Focused("Segmentation")),
        ("Focused on Depth and Motion", () => LossCombiner.Focused("Depth", "motion")),
        ("Uncertainty", () => LossCombiner.Uncertainty()),
        ("Uncertainty from 0.7", () => LossCombiner.Uncertainty(0.7, new Dictionary<string, LossForm> { ["depth"] = LossForm.Classification })),
        ("DynamicWeightAverage", () => LossCombiner.DynamicWeightAverage()),
        ("A user's own", () => new LogSumCombiner()),
    ];

    /// <summary>The combiner, started for <see cref="Tasks"/> and past two epochs, so that those with a history have one.</summary>
    public static LossCombiner Trained(Func<LossCombiner> create)
    {
        var combiner = create().ForTraining(Tasks, torch.CPU);
        combiner.EndEpoch([0.9, 3, 12]);
        combiner.EndEpoch([0.8, 2.9, 6]);
        return combiner;
    }

    /// <summary>Combines and gives plain numbers.</summary>
    public static (double Total, double[] Weights) CombineValues(
        this LossCombiner combiner, double[] losses, int[]? indices = null, ScalarType type = ScalarType.Float64)
    {
        using var scope = torch.NewDisposeScope();
        var combined = combiner.Combine(torch.tensor(losses).to(type), indices ?? [.. Enumerable.Range(0, losses.Length)]);
        Assert.AreEqual(type, combined.Weights.dtype);
        Assert.IsFalse(combined.Total.requires_grad || combined.Weights.requires_grad);
        return (combined.Total.item<double>(), combined.Weights.to(ScalarType.Float64).data<double>().ToArray());
    }

    public static void AreClose(double[] expected, double[] actual, double relative = 1e-9)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], Math.Abs(expected[i]) * relative, $"at {i}");
    }

    /// <summary>The sum of the losses' logarithms: what a user writes to add a combiner.</summary>
    private sealed class LogSumCombiner : LossCombiner
    {
        public override string Name => "LogSum";

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) => (losses + 1).log().sum();
    }
}

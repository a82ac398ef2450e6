using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Every combiner, for the tests of what holds for all of them: a new one is tested from the day it is listed here.</summary>
internal static class CombinerRegistry
{
    /// <summary>A classification, a regression, a classification.</summary>
    public static IReadOnlyList<DenseTask> Tasks { get; } = [DenseTask.Segmentation(3), DenseTask.Depth(), DenseTask.Motion()];

    private const string Famo = "Famo";

    /// <summary>Those whose weights are derivatives only where a part of the total counts as constant.</summary>
    public static IReadOnlyList<string> HoldAConstant { get; } = [Famo, "Famo, every other step"];

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
        ("Fixed", () => LossCombiner.Fixed(("depth", 0.25), ("Motion", 3))),
        ("ScaleInvariant", LossCombiner.ScaleInvariant),
        ("PositiveUncertainty", () => LossCombiner.PositiveUncertainty()),
        ("RandomWeights", LossCombiner.RandomWeights),
        ("DynamicTaskPrioritization", () => LossCombiner.DynamicTaskPrioritization()),
        ("SmoothTchebycheff", () => LossCombiner.SmoothTchebycheff(warmupEpochs: 0)),
        ("SmoothTchebycheff, warming up", () => LossCombiner.SmoothTchebycheff(warmupEpochs: 100)),
        ("SmoothTchebycheff by preference", () => LossCombiner.SmoothTchebycheff(new Dictionary<string, double> { ["Depth"] = 0.6 })),
        (Famo, () => LossCombiner.Famo()),
        ("Famo, every other step", () => LossCombiner.Famo(updateEvery: 2)),
        ("ImtlL", () => LossCombiner.ImtlL()),
        ("PCGrad", () => LossCombiner.PCGrad()),
        ("GradVac", () => LossCombiner.GradVac()),
        ("GradVac by layer", () => LossCombiner.GradVac(grouping: GradVacGrouping.Layer)),
        ("GradDrop", () => LossCombiner.GradDrop()),
        ("GradDrop by parameters", () => LossCombiner.GradDrop(0.1, byParameters: true)),
        ("GradNorm", () => LossCombiner.GradNorm()),
        ("CAGrad", () => LossCombiner.CAGrad()),
        ("Mgda", () => LossCombiner.Mgda()),
        ("Mgda by norm", () => LossCombiner.Mgda(MgdaNormalization.Norm)),
        ("Mgda by loss and norm", () => LossCombiner.Mgda(MgdaNormalization.LossTimesNorm)),
        ("MgdaUpperBound", () => LossCombiner.MgdaUpperBound()),
        ("ImtlG", LossCombiner.ImtlG),
        ("Imtl", LossCombiner.Imtl),
        ("NashMtl", () => LossCombiner.NashMtl()),
        ("NashMtl, every other step", () => LossCombiner.NashMtl(updateEvery: 2)),
        ("FairGrad, alpha 2", () => LossCombiner.FairGrad(2)),
        ("AlignedMtl", () => LossCombiner.AlignedMtl()),
        ("AlignedMtl to the median", () => LossCombiner.AlignedMtl(AlignedMtlScale.Median)),
        ("UPGrad", () => LossCombiner.UPGrad()),
        ("DbMtl", () => LossCombiner.DbMtl()),
        ("MoCo", () => LossCombiner.MoCo()),
        ("ExcessMtl", () => LossCombiner.ExcessMtl()),
        ("Geometric, then PCGrad", () => LossCombiner.Geometric().Then(LossCombiner.PCGrad())),
        ("A user's own", () => new LogSumCombiner()),
        ("A user's own with a session", () => new LaggardCombiner()),
        ("A user's own by gradients", () => new LongestCombiner()),
    ];

    /// <summary>The combiner, started for the first of <see cref="Tasks"/>.</summary>
    public static CombinerSession Started(this LossCombiner option, int tasks = 3, int seed = 0) =>
        option.Start([.. Tasks.Take(tasks)], torch.CPU, seed);

    /// <summary>The combiner, started for <see cref="Tasks"/> and past two epochs, so that those with a history have one.</summary>
    public static CombinerSession Trained(Func<LossCombiner> create)
    {
        var combiner = create().Started();
        combiner.BeginEpoch(0);
        combiner.EndEpoch([0.9, 3, 12]);
        combiner.BeginEpoch(1);
        combiner.EndEpoch([0.8, 2.9, 6]);
        combiner.BeginEpoch(2);
        return combiner;
    }

    /// <summary>Combines and gives plain numbers.</summary>
    public static (double Total, double[] Weights) CombineValues(
        this CombinerSession combiner, double[] losses, int[]? indices = null, ScalarType type = ScalarType.Float64)
    {
        using var scope = torch.NewDisposeScope();
        var combined = combiner.Combine(torch.tensor(losses).to(type), indices ?? [.. Enumerable.Range(0, losses.Length)]);
        Assert.AreEqual(type, combined.Weights.dtype);
        Assert.IsFalse(combined.Total.requires_grad || combined.Weights.requires_grad);
        return (combined.Total.item<double>(), combined.Weights.to(ScalarType.Float64).data<double>().ToArray());
    }

    /// <summary>Combines a step of given gradients and gives plain numbers.</summary>
    /// <param name="combiner">The session.</param>
    /// <param name="losses">[n].</param>
    /// <param name="gradients">[n, P].</param>
    /// <param name="indices">[n]; by default 0 to n-1.</param>
    /// <param name="lossesAfter">The losses after the optimizer's step, [n]; by default 9/10, 8/10 and 7/10 of those before.</param>
    /// <param name="type">What the tensors' elements are.</param>
    /// <param name="device">Where the gradients are; by default the CPU, where the losses are.</param>
    public static JoinedStep JoinValues(
        this CombinerSession combiner, double[] losses, double[,] gradients, int[]? indices = null, double[]? lossesAfter = null,
        ScalarType type = ScalarType.Float64, Device? device = null)
    {
        using var scope = torch.NewDisposeScope();
        indices ??= [.. Enumerable.Range(0, losses.Length)];
        lossesAfter ??= [.. losses.Zip(indices, (loss, task) => loss * (9 - task) / 10)];
        var rows = torch.tensor(gradients).to(type).to(device ?? torch.CPU);
        var step = TrainingStep.Of(torch.tensor(losses).to(type), rows, indices, () => torch.tensor(lossesAfter), i => Metrics[indices[i]]);
        var combined = combiner.Combine(step);
        Assert.IsFalse(combined.Total.requires_grad || combined.Weights.requires_grad);
        combiner.AfterStep(step);
        var weights = combined.Weights.to(ScalarType.Float64);
        var gradient = Gradient(combined.Shared, weights, rows).to(ScalarType.Float64).cpu();
        if (combined.Shared.NormLimit is { } limit && gradient.norm().item<double>() is var norm && norm > limit)
            gradient *= limit / norm;
        return new JoinedStep(weights.data<double>().ToArray(), combined.Shared.TaskWeights, gradient.data<double>().ToArray());
    }

    /// <summary>The shared gradient, [P], as training makes it.</summary>
    private static Tensor Gradient(SharedGradient shared, Tensor lossWeights, Tensor rows) => shared switch
    {
        SharedGradient.WeightedSum sum => Sum(torch.tensor(sum.Weights.ToArray()), rows),
        SharedGradient.WeightedSumByTensor sum => Sum(torch.tensor(sum.Weights.Single().ToArray()), rows),
        SharedGradient.Joint joint => joint.Gradient,
        SharedGradient.JointOfFeatures joint => joint.Gradients.Single().squeeze(0),
        _ => Sum(lossWeights, rows),
    };

    private static Tensor Sum(Tensor weights, Tensor rows) => rows.t().mv(weights.to(rows.dtype).to(rows.device));

    /// <summary>Descends what the combiner learns (rate 0.1) for three steps of given losses, and compares.</summary>
    /// <param name="option">The combiner.</param>
    /// <param name="weights">Each step's, [3, T].</param>
    /// <param name="learned">What it has learned in the end.</param>
    public static void AssertLearns(LossCombiner option, double[][] weights, double[] learned)
    {
        using var scope = torch.NewDisposeScope();
        using var combiner = option.Started();
        using var optimizer = torch.optim.SGD(combiner.Parameters.Values, learningRate: 0.1);
        double[][] losses = [[0.7, 2.3, 11], [0.65, 2, 9], [0.6, 2.1, 6]];
        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            AreClose(weights[step], combiner.CombineValues(losses[step]).Weights);
            optimizer.step();
        }
        AreClose(learned, [.. combiner.GetState().Values.Select(value => value.Single())]);
    }

    /// <summary>The metrics of a step, by task.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, double>> Metrics { get; } =
    [
        new Dictionary<string, double> { ["PixelAccuracy"] = 0.9, ["MeanIoU"] = 0.5 },
        new Dictionary<string, double> { ["AbsRelError"] = 0.4, ["RmseError"] = 3, ["Delta1Accuracy"] = 0.6 },
        new Dictionary<string, double> { ["Accuracy"] = 0.99, ["MovingIoU"] = 0.2, ["Precision"] = 0.5, ["Recall"] = double.NaN },
    ];

    public static void AreClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double relative = 1e-9)
    {
        Assert.HasCount(expected.Count, actual);
        for (var i = 0; i < expected.Count; i++)
            Assert.AreEqual(expected[i], actual[i], Math.Abs(expected[i]) * relative, $"at {i}");
    }

    /// <summary>Weighs a task by its gradient's length.</summary>
    private sealed class LongestCombiner : GramianCombiner
    {
        public override string Name => "Longest";

        protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks) =>
            [.. losses.Select((_, i) => Math.Sqrt(gramian[i, i]))];
    }

    /// <summary>Weighs a task by its loss relative to the mean of its last epoch, and by a learned scale.</summary>
    private sealed class LaggardCombiner : LossCombiner
    {
        public override string Name => "Laggard";

        protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state);

        private sealed class Session(CombinerSessionState state) : CombinerSession(state)
        {
            private readonly double[] _means = state.AddNumbers("mean", state.Tasks.Count, 1);
            private readonly TorchSharp.Modules.Parameter _scale = state.AddParameter("scale", 1);

            public override void EndEpoch(IReadOnlyList<double> epochMeanLosses) => epochMeanLosses.ToArray().CopyTo(_means, 0);

            protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
                (losses / torch.tensor(taskIndices.Select(t => _means[t]).ToArray())).square().sum() * _scale.square();
        }
    }

    /// <summary>The sum of the losses' logarithms: what a user writes to add a combiner.</summary>
    private sealed class LogSumCombiner : FormulaCombiner
    {
        public override string Name => "LogSum";

        protected override Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks) => (losses + 1).log().sum();
    }
}

/// <summary>A <see cref="CombinedLoss"/> in numbers.</summary>
/// <param name="Weights">Of the decoders' gradients.</param>
/// <param name="SharedWeights">Of the shared gradients, where they differ.</param>
/// <param name="Gradient">The shared parameters', [P].</param>
internal sealed record JoinedStep(double[] Weights, IReadOnlyList<double>? SharedWeights, double[] Gradient);

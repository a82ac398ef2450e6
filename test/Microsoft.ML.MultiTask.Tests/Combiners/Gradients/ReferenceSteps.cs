using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// The steps for which LibMTL's values are known (commit 4336804, in float64, its random orders replaced by the tasks' own), and exact
/// solutions where its solvers stop early.
/// </summary>
internal static class ReferenceSteps
{
    private static readonly DenseTask s_fourth = DenseTask.Depth(name: "Height");

    internal static double[] Losses { get; } = [0.7, 2.3, 11];

    /// <summary>Three tasks, the second in conflict with both others.</summary>
    internal static double[,] Gradients { get; } = { { 1, -0.5, 0.25, 2, 0 }, { -0.8, 1.5, 0.5, -1, 0.75 }, { 3, 0.4, -2, 0.6, 1.2 } };

    internal static double[] PairLosses { get; } = [1, 2];

    /// <summary>Two tasks in strong conflict.</summary>
    internal static double[,] Pair { get; } = { { -4, 1, 1 }, { 6, 1, 1 } };

    internal static double[] ParallelLosses { get; } = [0.7, 1.4, 2];

    /// <summary>The third gradient is twice the first.</summary>
    internal static double[,] Parallel { get; } = { { 1, 2, -1, 0.5 }, { 0.5, -1, 0, 2 }, { 2, 4, -2, 1 } };

    internal static double[] FourLosses { get; } = [0.5, 1.5, 3, 0.8];

    /// <summary>Four gradients of three numbers.</summary>
    internal static double[,] Four { get; } = { { -0.8, -1.32, -0.25 }, { 0.42, 1.14, 0.11 }, { -0.55, -0.78, 0.75 }, { 1.63, 0.27, -1.23 } };

    /// <summary>Two steps that follow <see cref="Losses"/> and <see cref="Gradients"/>.</summary>
    internal static (double[] Losses, double[,] Gradients)[] Sequence { get; } =
    [
        (Losses, Gradients),
        ([0.65, 2, 9], new[,] { { 1, -0.45, 0.225, 1.7, 0.2 }, { -0.96, 1.5, 0.8, -1.2, 0.9 }, { 1, 0.2, -1, 0.7, 0.6 } }),
        ([0.6, 2.1, 6], new[,] { { -0.56, 1.05, 0.35, -0.7, 0.525 }, { 2.1, 0.28, -1.4, 0.42, 0.84 }, { 0.7, -0.35, 0.175, 1.4, 0 } }),
    ];

    /// <summary>What a combiner, new to training, makes of a step of 2 to 4 tasks.</summary>
    internal static JoinedStep Join(LossCombiner option, double[] losses, double[,] gradients)
    {
        using var combiner = option.Start([.. CombinerRegistry.Tasks.Append(s_fourth).Take(losses.Length)], torch.CPU);
        return combiner.JoinValues(losses, gradients);
    }

    internal static JoinedStep Join(LossCombiner option) => Join(option, Losses, Gradients);

    internal static JoinedStep JoinPair(LossCombiner option) => Join(option, PairLosses, Pair);

    internal static JoinedStep JoinFour(LossCombiner option) => Join(option, FourLosses, Four);

    internal static JoinedStep JoinParallel(LossCombiner option) => Join(option, ParallelLosses, Parallel);

    /// <summary>Fails where an element differs by more than the tolerance times the largest element.</summary>
    internal static void AreClose(IReadOnlyList<double> expected, IReadOnlyList<double>? actual, double tolerance = 1e-9)
    {
        Assert.IsNotNull(actual);
        Assert.HasCount(expected.Count, actual);
        for (var i = 0; i < expected.Count; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance * expected.Max(Math.Abs), $"element {i} of [{string.Join(", ", actual)}]");
    }
}

using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>What several formulas share.</summary>
internal static class LossMath
{
    /// <summary>The smallest normal float32, 2⁻¹²⁶. A loss below it counts as 0: its task takes no part in the step.</summary>
    internal const double SmallestLoss = 1.1754943508222875e-38;

    /// <summary>log L, float64 [n]; losses of 0 have been left out.</summary>
    internal static Tensor Logarithms(Tensor losses, IReadOnlyList<DenseTask> tasks, string combiner) =>
        NotNegative(losses, tasks, combiner).log();

    internal static Tensor NotNegative(Tensor losses, IReadOnlyList<DenseTask> tasks, string combiner)
    {
        var values = TrainingStep.Numbers(losses); // sync point
        var negative = Array.FindIndex(values, value => value < 0);
        return negative < 0 ? losses : throw new ArgumentException(
            FormattableString.Invariant(
                $"The '{combiner}' combiner needs losses of 0 or more, but the loss of task '{tasks[negative].Name}' is {values[negative]}."),
            nameof(losses));
    }

    internal static void CheckEpochMeans(IReadOnlyList<double> epochMeanLosses, IReadOnlyList<DenseTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(epochMeanLosses);
        if (epochMeanLosses.Count != tasks.Count)
            throw new ArgumentException(
                $"There must be a mean loss for each of the {tasks.Count} tasks, but there are {epochMeanLosses.Count}.",
                nameof(epochMeanLosses));
    }

    /// <summary>Those of T numbers whose tasks take part in a step, float64 [n].</summary>
    internal static Tensor PerTask(IReadOnlyList<double> numbers, IReadOnlyList<int> taskIndices, Device device) =>
        tensor(taskIndices.Select(t => numbers[t]).ToArray()).to(device);

    /// <summary>exp(x) over its sum.</summary>
    internal static double[] Softmax(double[] exponents)
    {
        var largest = exponents.Max();
        double[] powers = [.. exponents.Select(exponent => Math.Exp(exponent - largest))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    /// <summary>μ log Σ exp(x / μ), which tends to the maximum of x as μ tends to 0.</summary>
    internal static Tensor SmoothMaximum(Tensor values, double smoothness) => values.Scaled(1 / smoothness).logsumexp(0).Scaled(smoothness);
}

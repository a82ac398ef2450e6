using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

// What several formulas have in common.
public abstract partial class LossCombiner
{
    /// <summary>The smallest normal float32, 2⁻¹²⁶: what a loss of 0 counts as where a logarithm or a quotient is taken.</summary>
    private protected const double SmallestLoss = 1.1754943508222875e-38;

    /// <summary>log L, with the derivative 0 at losses below the smallest normal float32, [n].</summary>
    /// <exception cref="ArgumentException">A loss is negative.</exception>
    private protected Tensor Logarithms(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        CheckNotNegative(losses, taskIndices);
        return losses.clamp_min(SmallestLoss).log();
    }

    /// <exception cref="ArgumentException">A loss is negative.</exception>
    private protected void CheckNotNegative(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        var values = TrainingStep.Numbers(losses); // sync point
        var negative = Array.FindIndex(values, value => value < 0);
        if (negative >= 0)
            throw new ArgumentException(
                $"The '{Name}' combiner needs losses of 0 or more, "
                + $"but the loss of task '{Tasks[taskIndices[negative]].Name}' is {Number(values[negative])}.",
                nameof(losses));
    }

    /// <exception cref="ArgumentException">There is not one mean per task.</exception>
    private protected void CheckEpochMeans(IReadOnlyList<double> epochMeanLosses)
    {
        ArgumentNullException.ThrowIfNull(epochMeanLosses);
        if (epochMeanLosses.Count != Tasks.Count)
            throw new ArgumentException(
                $"There must be a mean loss for each of the {Tasks.Count} tasks, but there are {epochMeanLosses.Count}.",
                nameof(epochMeanLosses));
    }

    /// <summary>Finds a task that the options name; case does not matter.</summary>
    private protected int IndexOfTask(string name)
    {
        var index = Tasks.ToList().FindIndex(task => task.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new ArgumentException(
            $"The '{Name}' combiner's options name a task '{name}', but the tasks are "
            + $"{string.Join(", ", Tasks.Select(task => task.Name))}.");
    }

    /// <summary>The numbers of the tasks that take part in a step, float64 [n].</summary>
    /// <param name="numbers">One per task, [T].</param>
    /// <param name="taskIndices">The tasks that take part.</param>
    /// <param name="device">Where the losses are.</param>
    private protected static Tensor PerTask(double[] numbers, IReadOnlyList<int> taskIndices, Device device) =>
        torch.tensor(taskIndices.Select(t => numbers[t]).ToArray()).to(device);

    /// <summary>exp(x) over its sum.</summary>
    private protected static double[] Softmax(double[] exponents)
    {
        var largest = exponents.Max();
        double[] powers = [.. exponents.Select(exponent => Math.Exp(exponent - largest))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    /// <summary>μ log Σ exp(x / μ) of a vector, as close to its maximum as μ is to 0.</summary>
    private protected static Tensor SmoothMaximum(Tensor values, double smoothness) => (values / smoothness).logsumexp(0) * smoothness;
}

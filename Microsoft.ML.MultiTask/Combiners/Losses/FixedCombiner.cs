using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>Weights that you choose and that stay: the sum of the losses, each times its weight.</summary>
    /// <remarks>
    /// Σ wᵢ Lᵢ. Costs one backward pass per step; decoders get the weights too. Use it where the weights are known, from a search or from
    /// the losses' units.
    /// </remarks>
    /// <param name="weights">
    /// Tasks' names (case does not matter) and their weights, positive: <c>Fixed(("Depth", 0.1), ("Motion", 2))</c>. A task that is not
    /// named weighs 1.
    /// </param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentException">No task is named, or one twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not a positive number.</exception>
    public static LossCombiner Fixed(params (string Task, double Weight)[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length == 0)
            throw new ArgumentException(
                $"Name at least one task and its weight, or use {nameof(LossCombiner)}.{nameof(Equal)}.", nameof(weights));
        if (weights.DistinctBy(pair => pair.Task, StringComparer.OrdinalIgnoreCase).Count() != weights.Length)
            throw new ArgumentException(
                $"Name each task once, not [{string.Join(", ", weights.Select(pair => pair.Task))}].", nameof(weights));
        foreach (var (task, weight) in weights)
            CheckPositive(weight, nameof(weights), task);
        return new FixedCombiner([.. weights]);
    }
}

/// <summary>Σ wᵢ Lᵢ.</summary>
internal sealed class FixedCombiner((string Task, double Weight)[] weights) : LossCombiner
{
    private double[] _weights = [];

    public override string Name => "Fixed";

    protected override void Start(Device device)
    {
        _weights = [.. Tasks.Select(_ => 1.0)];
        foreach (var (task, weight) in weights)
            _weights[IndexOfTask(task)] = weight;
    }

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
        (losses * PerTask(_weights, taskIndices, losses.device)).sum();
}

using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// The session of a <see cref="GradientCombiner"/>. Derive from it and override <see cref="Join"/> to combine the tasks' gradients.
/// </summary>
/// <remarks>
/// Letters as in <see cref="GradientCombiner"/>. The losses are first weighted by the derivatives of <see cref="Total"/>, their sum
/// unless overridden; decoders get these weights, and the gradients' too where <see cref="LossCombiner.WeighsDecoders"/> is set. A step
/// with one task is that task's plain gradient.
/// </remarks>
/// <param name="state">What <see cref="LossCombiner.CreateSession"/> was given.</param>
public abstract class GradientSession(CombinerSessionState state) : CombinerSession(state)
{
    /// <inheritdoc/>
    public override CombinedLoss Combine(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        using var scope = torch.NewDisposeScope();
        var weighed = Combine(trainingStep.Losses, trainingStep.TaskIndices);
        if (trainingStep.TaskIndices.Count == 1)
            return weighed.MoveOutOf(scope);

        var factors = TrainingStep.Numbers(weighed.Weights);
        var joined = Join(trainingStep.ScaledBy(factors));
        var combined = Combiner.WeighsDecoders && joined.TaskWeights is { } weights
            ? weighed.ScaledBy(weights) with { Total = Sum(trainingStep.LossValues, weights, factors), Shared = Unweighted(joined) }
            : weighed with { Shared = joined.ScaledBy(factors) };
        return combined.MoveOutOf(scope);
    }

    /// <summary>Combines the tasks' gradients.</summary>
    /// <param name="trainingStep">A step with at least 2 losses, weighted by the derivatives of <see cref="Total"/>.</param>
    /// <returns>Weights or a gradient. Tensors in it are new ones, not buffers of the session.</returns>
    protected abstract SharedGradient Join(TrainingStep trainingStep);

    /// <inheritdoc/>
    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        ArgumentNullException.ThrowIfNull(losses);
        return losses.sum();
    }

    /// <summary>Checks that all gradients are finite.</summary>
    /// <param name="gramian">[n, n].</param>
    /// <param name="taskIndices">[n].</param>
    /// <returns><paramref name="gramian"/>.</returns>
    /// <exception cref="InvalidOperationException">A task's gradient is not finite; the message names the task.</exception>
    protected double[,] Finite(double[,] gramian, IReadOnlyList<int> taskIndices)
    {
        ArgumentNullException.ThrowIfNull(gramian);
        ArgumentNullException.ThrowIfNull(taskIndices);
        for (var i = 0; i < taskIndices.Count; i++)
            Finite(gramian[i, i], taskIndices[i]);
        return gramian;
    }

    /// <summary>A solver's weights, or equal weights and a warning where it has none.</summary>
    /// <param name="weights">[n], or null.</param>
    /// <param name="taskCount">n.</param>
    /// <param name="equalWeight">The weight of every task in place of null.</param>
    protected SharedGradient.WeightedSum WeightedSumOrEqual(IReadOnlyList<double>? weights, int taskCount, double equalWeight)
    {
        if (weights is null)
            State.Warn($"'{Combiner.Name}' found no weights in a step: the tasks' gradients cancel each other, or its solver did not "
                + "converge. All tasks weigh the same in such steps.");
        return new(weights ?? [.. Enumerable.Repeat(equalWeight, taskCount)]);
    }

    /// <exception cref="InvalidOperationException">The task's gradient is not finite.</exception>
    private protected double Finite(double sum, int task) => double.IsFinite(sum) ? sum
        : throw new NonFiniteGradientException(
            $"The gradient of task '{Tasks[task].Name}' by the shared parameters must be finite, but is not. A lower learning rate or GradientClipNorm may help.");

    /// <summary>Checks that all gradients are finite, before a session changes what it remembers.</summary>
    /// <exception cref="InvalidOperationException">A task's gradient is not finite; the message names the task.</exception>
    private protected void CheckFinite(Tensor[] rows, IReadOnlyList<int> taskIndices)
    {
        double[] sums = TrainingStep.Numbers(stack(rows.Select(row => row.sum())));                                    // sync point
        for (var i = 0; i < sums.Length; i++)
            Finite(sums[i], taskIndices[i]);
    }

    /// <summary>Euclidean norms, [n]; finite.</summary>
    private protected double[] Norms(Tensor[] rows, IReadOnlyList<int> taskIndices) =>
        [.. InnerProducts.PerTensor([rows]).Select((square, i) => Math.Sqrt(Finite(square[0, 0], taskIndices[i])))];

    /// <summary>What the losses' weights do not say already.</summary>
    private static SharedGradient Unweighted(SharedGradient joined) => joined switch
    {
        SharedGradient.WeightedSum => new SharedGradient.OfTotal { NormLimit = joined.NormLimit },
        SharedGradient.Joint joint => joint with { Weights = null },
        _ => joined,
    };

    private static Tensor Sum(IReadOnlyList<double> losses, IReadOnlyList<double> weights, double[] factors) =>
        tensor(losses.Select((loss, i) => loss * factors[i] * weights[i]).Sum());
}

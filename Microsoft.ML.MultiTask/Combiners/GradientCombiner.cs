using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// A combiner that joins the tasks' gradients of the shared parameters. Most derive from <see cref="GramianCombiner"/>, which needs only
/// their inner products; derive from this one, overriding <see cref="Join"/>, to work on the gradients themselves.
/// </summary>
/// <remarks>
/// Letters: T tasks of the network, n tasks with a label in the step, P parameters that all tasks share (the encoder's).
/// <para>
/// A step takes one backward pass through the shared encoder per task. The losses are first weighted by the derivatives of <see
/// cref="LossCombiner.Total"/>, which is their sum unless a combiner transforms the losses; each decoder gets the gradient of its own
/// loss with that weight, and with the gradients' weight as well where <see cref="LossCombiner.WeighsDecoders"/> says so. A step with
/// one task is that task's plain gradient.
/// </para>
/// </remarks>
public abstract partial class GradientCombiner : LossCombiner
{
    /// <inheritdoc/>
    public override double BackwardPasses(int taskCount) => taskCount;

    /// <inheritdoc/>
    public override bool WeighsDecoders => false;

    /// <inheritdoc/>
    public override CombinedLoss Combine(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        var weighed = Combine(trainingStep.Losses, trainingStep.TaskIndices);
        if (trainingStep.TaskIndices.Count == 1)
            return weighed;

        var factors = TrainingStep.Numbers(weighed.Weights);
        var joint = Join(trainingStep.ScaledBy(factors));
        var result = WeighsDecoders && joint.Weights is { } weights
            ? weighed.ScaledBy(weights) with { Total = Sum(trainingStep.LossValues, weights, factors) }
            : weighed with { SharedWeights = joint.Weights is { } shared ? Scaled(shared) : null };
        return result with
        {
            SharedGradient = joint.Gradient,
            SharedTensorWeights = joint.TensorWeights?.Select(Scaled).ToArray(),
            FeatureGradients = joint.FeatureGradients,
            SharedNormLimit = joint.NormLimit,
        };

        double[] Scaled(IReadOnlyList<double> weights) => [.. weights.Zip(factors, (weight, factor) => weight * factor)];
    }

    /// <summary>Joins the tasks' gradients.</summary>
    /// <param name="trainingStep">A step with at least 2 losses, weighted as <see cref="LossCombiner.Total"/> has them.</param>
    /// <returns>Weights or a gradient.</returns>
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
            CheckFinite(gramian[i, i], taskIndices[i]);
        return gramian;
    }

    /// <exception cref="InvalidOperationException">A task's gradient is not finite.</exception>
    private protected void CheckFinite(double squaredNorm, int task)
    {
        if (!double.IsFinite(squaredNorm))
            throw new InvalidOperationException(
                $"The gradient of task '{Tasks[task].Name}' by the shared parameters must be finite, but its squared norm is "
                + $"{Number(squaredNorm)}. A lower learning rate or GradientClipNorm may help.");
    }

    private static Tensor Sum(IReadOnlyList<double> losses, IReadOnlyList<double> weights, double[] factors) =>
        tensor(losses.Select((loss, i) => loss * factors[i] * weights[i]).Sum());
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// What a <see cref="LossCombiner"/> makes of one training step. All tensors are detached; the caller's dispose scope owns them.
/// </summary>
/// <remarks>Letters: n tasks with a label in the step, P parameters that all tasks share.</remarks>
/// <param name="Total">The combined loss, a float64 scalar, because it may leave the range of float32 where the losses do not.</param>
/// <param name="Weights">
/// The effective weight of each task, dTotal/dLoss, [n] in the losses' order, element type and device. Backpropagating
/// <c>(losses * Weights).sum()</c> gives the gradient of Total. A weight beyond the element type's range is its largest finite value.
/// Where one of the properties below is set, these are the weights of the decoders' gradients only.
/// </param>
public readonly record struct CombinedLoss(Tensor Total, Tensor Weights)
{
    /// <summary>
    /// The weight of each task's gradient in that of the shared parameters, [n]; null where <see cref="Weights"/> are, or where <see
    /// cref="SharedGradient"/> is no weighted sum.
    /// </summary>
    public IReadOnlyList<double>? SharedWeights { get; init; }

    /// <summary>The gradient of the shared parameters, [P]; null where it is the sum that the weights give.</summary>
    public Tensor? SharedGradient { get; init; }

    /// <summary>
    /// <see cref="SharedWeights"/> by tensor of the shared parameters, [n] for each of <see cref="TrainingStep.SharedParameterNames"/>;
    /// null where they do not differ.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>>? SharedTensorWeights { get; init; }

    /// <summary>The gradient of <see cref="TrainingStep.Features"/>; null where it is the sum that the weights give.</summary>
    public IReadOnlyList<Tensor>? FeatureGradients { get; init; }

    /// <summary>The largest Euclidean norm of the shared parameters' gradient, positive; null for no limit.</summary>
    public double? SharedNormLimit { get; init; }

    /// <summary>The same for losses each of which counts for a factor of itself.</summary>
    internal CombinedLoss ScaledBy(IReadOnlyList<double> factors)
    {
        if (factors.All(factor => factor == 1)) return this;
        var scale = tensor(factors.ToArray()).to(Weights.dtype).to(Weights.device);
        return this with
        {
            Weights = Weights * scale,
            SharedWeights = SharedWeights is { } shared ? Scaled(shared) : null,
            SharedTensorWeights = SharedTensorWeights?.Select(Scaled).ToArray(),
        };

        double[] Scaled(IReadOnlyList<double> weights) => [.. weights.Zip(factors, (weight, factor) => weight * factor)];
    }
}

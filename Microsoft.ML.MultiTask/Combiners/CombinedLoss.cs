using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// What a <see cref="CombinerSession"/> makes of one training step: the loss, its weights, and how the shared gradient follows. Tensors
/// are detached and owned by the caller's dispose scope.
/// </summary>
/// <param name="Total">The combined loss, a float64 scalar, because it may exceed the range of float32 where the losses do not.</param>
/// <param name="Weights">
/// The weight of each task's loss, dTotal/dLoss, [n] in the losses' order, element type and device: that of its decoder's gradient. A
/// weight beyond the element type's range is its largest finite value.
/// </param>
/// <param name="Shared">
/// The gradient of the shared parameters: <see cref="SharedGradient.OfTotal"/> where <paramref name="Weights"/> are its weights too, so
/// that backpropagating <c>(losses * Weights).sum()</c> is all.
/// </param>
public sealed record CombinedLoss(Tensor Total, Tensor Weights, SharedGradient Shared)
{
    /// <summary>What a history records: the weight of each task's gradient in the shared one, [n], or else of its loss.</summary>
    public IReadOnlyList<double> ReportedWeights => Shared.TaskWeights ?? TrainingStep.Numbers(Weights);

    /// <summary>The same for losses each of which counts for a factor of itself.</summary>
    internal CombinedLoss ScaledBy(IReadOnlyList<double> factors)
    {
        if (factors.All(factor => factor == 1)) return this;
        var scale = tensor(factors.ToArray()).to(Weights.dtype).to(Weights.device);
        return this with { Weights = Weights * scale, Shared = Shared.ScaledBy(factors) };
    }

    /// <summary>Moves those of the tensors that a scope owns to the scope around it.</summary>
    internal CombinedLoss MoveOutOf(DisposeScope scope)
    {
        foreach (var tensor in Shared.Tensors.Prepend(Weights).Prepend(Total))
            if (scope.Contains(tensor)) scope.MoveToOuter(tensor);
        return this;
    }
}

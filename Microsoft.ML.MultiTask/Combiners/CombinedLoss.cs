using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// What a <see cref="LossCombiner"/> makes of one step's task losses. Both tensors are detached; the caller's dispose scope owns them.
/// </summary>
/// <param name="Total">The combined loss, a float64 scalar, because it may leave the range of float32 where the losses do not.</param>
/// <param name="Weights">
/// The effective weight of each task, dTotal/dLoss, [n] in the losses' order, element type and device. Backpropagating
/// <c>(losses * Weights).sum()</c> gives the gradient of Total. A weight beyond the element type's range is its largest finite value.
/// </param>
public readonly record struct CombinedLoss(Tensor Total, Tensor Weights);

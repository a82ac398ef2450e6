using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>How a <see cref="GradientCombiner"/> joins the tasks' gradients of the shared parameters.</summary>
/// <param name="Weights">
/// The weight of each task's gradient, [n]. Where <paramref name="Gradient"/> is given they are for the record, or null where there are
/// none.
/// </param>
/// <param name="Gradient">The joint gradient, [P]; null where it is the weighted sum.</param>
/// <param name="NormLimit">The largest norm of the joint gradient; null for no limit.</param>
public readonly record struct SharedGradient(IReadOnlyList<double>? Weights, Tensor? Gradient = null, double? NormLimit = null);

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// How a <see cref="GradientCombiner"/> joins the tasks' gradients of the shared parameters. Without anything they are added.
/// </summary>
/// <param name="Weights">
/// The weight of each task's gradient, [n]. Where <paramref name="Gradient"/> is given they are for the record, or null where there are
/// none.
/// </param>
/// <param name="Gradient">The joint gradient, [P]; null where it is the weighted sum.</param>
/// <param name="NormLimit">The largest norm of the joint gradient; null for no limit.</param>
public readonly record struct SharedGradient(IReadOnlyList<double>? Weights, Tensor? Gradient = null, double? NormLimit = null)
{
    /// <summary>
    /// The weights by tensor of the shared parameters, [n] for each of <see cref="TrainingStep.SharedParameterNames"/>, where they differ.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>>? TensorWeights { get; init; }

    /// <summary>
    /// The joint gradient of <see cref="TrainingStep.Features"/>, from which that of the parameters follows by one backward pass.
    /// </summary>
    public IReadOnlyList<Tensor>? FeatureGradients { get; init; }
}

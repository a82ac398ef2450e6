using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// How the gradient of the shared parameters follows from the tasks' gradients: weights, or a joint gradient. A closed type: the cases
/// nested here are all there are.
/// </summary>
/// <remarks>Letters: n tasks with a label in the step, P parameters that all tasks share.</remarks>
public abstract record SharedGradient
{
    private SharedGradient() { }

    /// <summary>The largest Euclidean norm of the shared parameters' gradient, positive; a longer one is shortened. Null for no limit.</summary>
    public double? NormLimit { get; init; }

    /// <summary>
    /// The weight of each task's gradient, [n]; null where the losses' weights stand for it, or where there is no such weight.
    /// </summary>
    public IReadOnlyList<double>? TaskWeights => this switch
    {
        WeightedSum sum => sum.Weights,
        Joint joint => joint.Weights,
        _ => null,
    };

    internal IEnumerable<Tensor> Tensors => this switch
    {
        Joint joint => [joint.Gradient],
        JointOfFeatures joint => joint.Gradients,
        _ => [],
    };

    /// <summary>The same for tasks whose losses, and with them the gradients behind this, count for a factor of themselves, [n].</summary>
    internal SharedGradient ScaledBy(IReadOnlyList<double> factors)
    {
        double[] Scaled(IReadOnlyList<double> weights) => [.. weights.Zip(factors, (weight, factor) => weight * factor)];
        return this switch
        {
            WeightedSum sum => sum with { Weights = Scaled(sum.Weights) },
            WeightedSumByTensor sum => sum with { Weights = [.. sum.Weights.Select(Scaled)] },
            Joint { Weights: { } weights } joint => joint with { Weights = Scaled(weights) },
            _ => this,
        };
    }

    /// <summary>The gradient of the combined loss: the losses' weights are those of the gradients.</summary>
    public sealed record OfTotal : SharedGradient;

    /// <summary>Σ wᵢ gᵢ.</summary>
    /// <param name="Weights">w, [n].</param>
    public sealed record WeightedSum(IReadOnlyList<double> Weights) : SharedGradient;

    /// <summary>Σ wᵢ gᵢ with different weights for each tensor of the shared parameters.</summary>
    /// <param name="Weights">w, [n] for each of <see cref="TrainingStep.SharedParameterNames"/>.</param>
    public sealed record WeightedSumByTensor(IReadOnlyList<IReadOnlyList<double>> Weights) : SharedGradient;

    /// <summary>A gradient that the combiner computed itself.</summary>
    /// <param name="Gradient">Of the shared parameters, [P].</param>
    /// <param name="Weights">The weight of each task in it, [n], for the record; null where there is none.</param>
    public sealed record Joint(Tensor Gradient, IReadOnlyList<double>? Weights = null) : SharedGradient;

    /// <summary>A gradient by the features, from which one backward pass through the encoder makes that of the parameters.</summary>
    /// <param name="Gradients">One tensor for each of <see cref="TrainingStep.Features"/>, of its shape.</param>
    public sealed record JointOfFeatures(IReadOnlyList<Tensor> Gradients) : SharedGradient;
}

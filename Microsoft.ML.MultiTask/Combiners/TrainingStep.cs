using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One training step as a <see cref="CombinerSession"/> sees it: the tasks' losses, and the gradients behind them, computed on demand. A
/// combiner that needs no gradients costs none.
/// </summary>
/// <remarks>
/// Letters: n tasks with a label in the step, P parameters that all tasks share (the encoder's). Unless stated otherwise, the caller's
/// dispose scope owns the tensors that a member returns.
/// </remarks>
/// <param name="losses">[n], any floating-point element type; not modified.</param>
/// <param name="taskIndices">The index of each loss's task, [n].</param>
public abstract class TrainingStep(Tensor losses, IReadOnlyList<int> taskIndices)
{
    private double[]? _lossValues;

    /// <summary>The tasks' losses, [n], detached; in training on the CPU, wherever the network computes.</summary>
    public Tensor Losses { get; } = losses.detach();

    /// <summary>The index of each loss's task, [n].</summary>
    public IReadOnlyList<int> TaskIndices { get; } = taskIndices;

    /// <summary><see cref="Losses"/> as numbers.</summary>
    public IReadOnlyList<double> LossValues => _lossValues ??= Numbers(Losses); // sync point

    /// <summary>
    /// G = J·Jᵀ, J being the tasks' gradients of the shared parameters: entry (i, j) is the inner product of those of loss i and loss j.
    /// Costs one backward pass through the encoder per task.
    /// </summary>
    /// <returns>[n, n], symmetric, a new array.</returns>
    public abstract double[,] Gramian();

    /// <summary>The summands of <see cref="Gramian"/>, one for each tensor of the shared parameters.</summary>
    /// <returns>One [n, n] for each of <see cref="SharedParameterNames"/>.</returns>
    public virtual IReadOnlyList<double[,]> GramianParts() => [Gramian()];

    /// <summary>The names of the shared parameters' tensors, in the order in which <see cref="Gradients"/> has them.</summary>
    public virtual IReadOnlyList<string> SharedParameterNames => ["shared"];

    /// <summary>The features that the decoders get from the encoder: one tensor for each level, [B, …] with B the batch, detached.</summary>
    public abstract IReadOnlyList<Tensor> Features { get; }

    /// <summary>Each task's gradient of <see cref="Features"/>. Costs no backward pass through the encoder.</summary>
    /// <returns>[n] of one tensor for each level; read-only, and possibly owned by the step.</returns>
    public abstract IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients();

    /// <summary>The inner products of <see cref="FeatureGradients"/>.</summary>
    /// <returns>[n, n], symmetric, a new array.</returns>
    public double[,] FeatureGramian()
    {
        using var scope = torch.NewDisposeScope();
        return InnerProducts.Of(FeatureGradients());
    }

    /// <summary>J, each task's gradient of the shared parameters. Costs one backward pass through the encoder per task.</summary>
    /// <returns>[n, P], new, may be modified. Call it at most once, after <see cref="Gramian"/> if both are needed.</returns>
    public abstract Tensor Gradients();

    /// <summary>The same batch's losses with the network's present weights. Costs a forward pass.</summary>
    /// <returns>[n], detached, on the device of <see cref="Losses"/>.</returns>
    public abstract Tensor LossesNow();

    /// <summary>The metrics of a task's predictions for the batch.</summary>
    /// <param name="index">Which of the n losses.</param>
    /// <returns>Those of the task's <see cref="DenseTask.CreateMetric()"/>; NaN for what the batch does not determine.</returns>
    public abstract IReadOnlyDictionary<string, double> Metrics(int index);

    /// <summary>The step with each loss, and its gradients, multiplied by a constant.</summary>
    /// <param name="factors">[n], finite.</param>
    public TrainingStep ScaledBy(IReadOnlyList<double> factors) =>
        factors.All(factor => factor == 1) ? this : new ScaledStep(this, factors);

    /// <summary>A step of given gradients, to use a combiner outside the trainer.</summary>
    /// <param name="losses">[n], floating-point.</param>
    /// <param name="gradients">Each loss's gradient of the shared parameters, [n, P], floating-point; not modified.</param>
    /// <param name="taskIndices">The index of each loss's task, [n]; by default 0 to n-1.</param>
    /// <param name="lossesNow">What <see cref="LossesNow"/> returns; by default it throws.</param>
    /// <param name="metrics">What <see cref="Metrics"/> returns; by default it throws.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public static TrainingStep Of(
        Tensor losses, Tensor gradients, IReadOnlyList<int>? taskIndices = null, Func<Tensor>? lossesNow = null,
        Func<int, IReadOnlyDictionary<string, double>>? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(gradients);
        if (losses.dim() != 1 || gradients.dim() != 2 || gradients.shape[0] != losses.shape[0])
            throw new ArgumentException(
                $"'{nameof(losses)}' must be [n] and '{nameof(gradients)}' [n, P], "
                + $"but they are [{string.Join(", ", losses.shape)}] and [{string.Join(", ", gradients.shape)}].",
                nameof(gradients));
        return new GivenStep(losses, gradients, taskIndices ?? [.. Enumerable.Range(0, (int)losses.shape[0])], lossesNow, metrics);
    }

    internal static double[] Numbers(Tensor values)
    {
        using var scope = torch.NewDisposeScope();
        return values.detach().to(ScalarType.Float64).cpu().data<double>().ToArray();
    }
}

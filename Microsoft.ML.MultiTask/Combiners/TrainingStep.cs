using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One training step as a <see cref="LossCombiner"/> sees it: the tasks' losses, and what lies behind them, computed when it is first
/// asked for. A combiner that asks for no gradient costs none.
/// </summary>
/// <remarks>
/// Letters: n tasks with a label in the step, P parameters that all tasks share (the encoder's). The dispose scope that is open when a
/// tensor is asked for owns it.
/// </remarks>
/// <param name="losses">[n], any floating-point element type; only read.</param>
/// <param name="taskIndices">Which task of the network each loss belongs to, [n].</param>
public abstract class TrainingStep(Tensor losses, IReadOnlyList<int> taskIndices)
{
    private double[]? _lossValues;

    /// <summary>The tasks' losses, [n], detached; in training on the CPU, wherever the network computes.</summary>
    public Tensor Losses { get; } = losses.detach();

    /// <summary>Which task of the network each loss belongs to, [n].</summary>
    public IReadOnlyList<int> TaskIndices { get; } = taskIndices;

    /// <summary><see cref="Losses"/> as numbers.</summary>
    public IReadOnlyList<double> LossValues => _lossValues ??= Numbers(Losses); // sync point

    /// <summary>
    /// G = J·Jᵀ, J being the tasks' gradients of the shared parameters: entry (i, j) is the inner product of those of loss i and loss j.
    /// Costs one backward pass through the encoder per task.
    /// </summary>
    /// <returns>[n, n], symmetric, the caller's to change.</returns>
    public abstract double[,] Gramian();

    /// <summary><see cref="Gramian"/>'s summands: what each tensor among the shared parameters contributes.</summary>
    /// <returns>One [n, n] for each of <see cref="SharedParameterNames"/>.</returns>
    public virtual IReadOnlyList<double[,]> GramianParts() => [Gramian()];

    /// <summary>The names of the tensors that the shared parameters are, in their order in <see cref="Gradients"/>.</summary>
    public virtual IReadOnlyList<string> SharedParameterNames => ["shared"];

    /// <summary>
    /// The features that the decoders get from the encoder: one tensor for each level, [B, …] with B the batch, detached.
    /// </summary>
    public abstract IReadOnlyList<Tensor> Features { get; }

    /// <summary>Each task's gradient of <see cref="Features"/>. Costs no backward pass through the encoder.</summary>
    /// <returns>[n] of one tensor for each level; only to be read.</returns>
    public abstract IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients();

    /// <summary>The inner products of <see cref="FeatureGradients"/>.</summary>
    /// <returns>[n, n], symmetric, the caller's to change.</returns>
    public double[,] FeatureGramian() => InnerProducts.Of(FeatureGradients());

    /// <summary>
    /// J, each task's gradient of the shared parameters, one row per loss. Costs one backward pass through the encoder per task.
    /// </summary>
    /// <returns>[n, P], the caller's to change: ask once, after <see cref="Gramian"/> where both are needed.</returns>
    public abstract Tensor Gradients();

    /// <summary>The same batch's losses with the network's present weights. Costs a forward pass.</summary>
    /// <returns>[n], detached, where <see cref="Losses"/> are.</returns>
    public abstract Tensor LossesNow();

    /// <summary>The metrics of a task's predictions for the batch.</summary>
    /// <param name="index">Which of the n losses.</param>
    /// <returns>Those of the task's <see cref="DenseTask.CreateMetric()"/>; NaN for what the batch does not determine.</returns>
    public abstract IReadOnlyDictionary<string, double> Metrics(int index);

    /// <summary>The step as it would be if each loss counted for a constant factor of itself.</summary>
    /// <param name="factors">[n], finite.</param>
    public TrainingStep ScaledBy(IReadOnlyList<double> factors) =>
        factors.All(factor => factor == 1) ? this : new ScaledStep(this, factors);

    /// <summary>A step of given gradients, for use of a combiner outside the trainer.</summary>
    /// <param name="losses">[n], floating-point.</param>
    /// <param name="gradients">Each loss's gradient of the shared parameters, [n, P], floating-point; only read.</param>
    /// <param name="taskIndices">Which task each loss belongs to, [n]; by default 0 to n-1.</param>
    /// <param name="lossesNow">What <see cref="LossesNow"/> returns; by default it throws.</param>
    /// <param name="metrics">What <see cref="Metrics"/> returns; by default it throws.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
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

    /// <summary>A symmetric matrix from its entries on and above the diagonal.</summary>
    private protected static double[,] Symmetric(int n, Func<int, int, double> entry)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = i; j < n; j++)
                matrix[i, j] = matrix[j, i] = entry(i, j);
        return matrix;
    }
}

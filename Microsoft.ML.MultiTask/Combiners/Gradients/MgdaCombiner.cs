using Microsoft.ML.MultiTask.Combiners.Solvers;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>MGDA: the shortest convex combination of the tasks' gradients, along which all losses fall unless none can.</summary>
    /// <remarks>
    /// Désidéri, "Multiple-gradient descent algorithm (MGDA) for multiobjective optimization", 2012; for networks: Sener, Koltun:
    /// "Multi-Task Learning as Multi-Objective Optimization", NeurIPS 2018, arXiv:1810.04650, equation 3: the w of the simplex for which ‖Σ
    /// wᵢgᵢ‖ is least, gᵢ divided as <paramref name="normalization"/> says. Costs one backward pass per task; decoders get their own
    /// gradients.
    /// <para>
    /// Use it where no task may lose at all. Without normalisation it follows the task with the shortest gradient, and a task that has
    /// arrived (a gradient of 0) stops all: weights and encoder stand still.
    /// </para>
    /// <para>
    /// Deviations: the minimum is exact, by an active-set method, where the published codes iterate and never leave a task at 0 or 1. A
    /// gradient that would be divided by 0 counts as 0; a loss of 0 counts as 1.18e-38.
    /// </para>
    /// </remarks>
    /// <param name="normalization">What the gradients are divided by; by default 1.</param>
    /// <param name="average">
    /// Whether the weights are a convex combination's, as in the paper, or n times as large, on the scale of a sum, as some codes have
    /// them.
    /// </param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is none of the four.</exception>
    public static GradientCombiner Mgda(MgdaNormalization normalization = MgdaNormalization.None, bool average = true)
    {
        CheckDefined(normalization, nameof(normalization));
        return new MgdaCombiner(normalization, average, upperBound: false);
    }

    /// <summary>
    /// MGDA-UB: <see cref="Mgda"/> by the gradients of the features that the encoder gives to the decoders, instead of its parameters'.
    /// </summary>
    /// <remarks>
    /// Sener, Koltun: "Multi-Task Learning as Multi-Objective Optimization", NeurIPS 2018, arXiv:1810.04650, equation 7: the norm of the
    /// combined gradient of the features bounds that of the parameters from above. Costs one backward pass through the encoder whatever
    /// the number of tasks; decoders get their own gradients.
    /// <para>Use it in place of <see cref="Mgda"/> where time matters.</para>
    /// <para>
    /// The features are those of all levels and frames. Deviation from LibMTL, which sums the features' gradients over the batch first.
    /// </para>
    /// </remarks>
    /// <param name="normalization">What the features' gradients are divided by; by default 1.</param>
    /// <param name="average">As in <see cref="Mgda"/>.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is none of the four.</exception>
    public static GradientCombiner MgdaUpperBound(MgdaNormalization normalization = MgdaNormalization.None, bool average = true)
    {
        CheckDefined(normalization, nameof(normalization));
        return new MgdaCombiner(normalization, average, upperBound: true);
    }
}

/// <summary>The point of least norm in the convex hull of gᵢ/cᵢ, as weights of the gᵢ.</summary>
internal sealed class MgdaCombiner(MgdaNormalization normalization, bool average, bool upperBound) : GramianCombiner
{
    public override string Name => upperBound ? "MGDA-UB" : "MGDA";

    public override double BackwardPasses(int taskCount) => upperBound ? 1 : taskCount;

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        if (!upperBound)
            return base.Join(trainingStep);
        var gramian = Finite(trainingStep.FeatureGramian(), trainingStep.TaskIndices);
        return new SharedGradient(Weights(gramian, trainingStep.LossValues, trainingStep.TaskIndices));
    }

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var a = MatrixOf(gramian);
        var factors = a.Diagonal().MapIndexed((i, square) => 1 / Divisor(Math.Sqrt(square), losses[i], taskIndices[i]))
            .Map(factor => double.IsFinite(factor) ? factor : 0);
        var weights = MinimumNorm.Weights(a.MapIndexed((i, j, value) => factors[i] * factors[j] * value));
        var scale = average ? 1.0 : losses.Count;
        return OrEqual(weights?.PointwiseMultiply(factors).Multiply(scale), losses.Count, scale / losses.Count);
    }

    private double Divisor(double norm, double loss, int task) => normalization switch
    {
        MgdaNormalization.Norm => norm,
        MgdaNormalization.Loss => Positive(loss, task),
        MgdaNormalization.LossTimesNorm => Positive(loss, task) * norm,
        _ => 1,
    };

    private double Positive(double loss, int task) => loss >= 0 ? Math.Max(loss, SmallestLoss) : throw new ArgumentException(
        $"The '{Name}' combiner divides gradients by losses, so these must be 0 or more, "
        + $"but the loss of task '{Tasks[task].Name}' is {Number(loss)}.");
}

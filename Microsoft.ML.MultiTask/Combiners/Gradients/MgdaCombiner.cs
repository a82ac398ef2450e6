using Microsoft.ML.MultiTask.Combiners.Solvers;
using static Microsoft.ML.MultiTask.Combiners.GradientRows;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>The point of least norm in the convex hull of gᵢ/cᵢ, as weights of the gᵢ. MGDA-UB: the same of the features' gradients.</summary>
/// <remarks>
/// Deviations: the minimum is exact, by an active-set method, where the published codes iterate and never reach a weight of 0 or 1. A
/// gradient that would be divided by 0 counts as 0.
/// </remarks>
internal sealed class MgdaCombiner(MgdaNormalization normalization, bool average, bool upperBound) : GramianCombiner
{
    public override string Name => upperBound ? "MGDA-UB" : "MGDA";

    protected override bool OfFeatures => upperBound;

    protected override double EqualWeight(int taskCount) => Scale(taskCount) / taskCount;

    protected override double[]? Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks)
    {
        var a = MatrixOf(gramian);
        var factors = a.Diagonal().MapIndexed((i, square) => 1 / Divisor(Math.Sqrt(square), losses[i], tasks[i]))
            .Map(factor => double.IsFinite(factor) ? factor : 0);
        var weights = MinimumNorm.Weights(a.MapIndexed((i, j, value) => factors[i] * factors[j] * value));
        return weights?.PointwiseMultiply(factors).Multiply(Scale(losses.Count)).ToArray();
    }

    private double Scale(int taskCount) => average ? 1 : taskCount;

    private double Divisor(double norm, double loss, DenseTask task) => normalization switch
    {
        MgdaNormalization.Norm => norm,
        MgdaNormalization.Loss => NotNegative(loss, task),
        MgdaNormalization.LossTimesNorm => NotNegative(loss, task) * norm,
        _ => 1,
    };

    private double NotNegative(double loss, DenseTask task) => loss >= 0 ? loss
        : throw new ArgumentException(FormattableString.Invariant(
            $"The '{Name}' combiner divides gradients by losses, so these must be 0 or more, but the loss of task '{task.Name}' is {loss}."));
}

using Microsoft.ML.MultiTask.Combiners.Solvers;
using static Microsoft.ML.MultiTask.Combiners.GradientRows;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// d = g₀ + c‖g₀‖ · g_w / ‖g_w‖, g₀ being the mean gradient and g_w = Σ wᵢgᵢ with the w of the simplex for which g_w·g₀ + c‖g₀‖ ‖g_w‖ is
/// least: the least conflicting direction within c‖g₀‖ of g₀.
/// </summary>
/// <remarks>
/// Deviations: works on the gradients' inner products. w is exact (to 1e-14 of the largest possible gain; the published codes' solver
/// stops at about 1e-3). Where a convex combination of the gradients is 0, so that g_w may be, the direction is the one nearest to g₀
/// that conflicts with no task, if any is that near.
/// </remarks>
internal sealed class CAGradCombiner(double radius, CAGradRescaling rescaling, bool average) : GramianCombiner
{
    private readonly double _radius = OptionCheck.NotNegative(radius);
    private readonly CAGradRescaling _rescaling = OptionCheck.Defined(rescaling);

    public override string Name => "CAGrad";

    protected override double EqualWeight(int taskCount) => Scale(taskCount) / taskCount;

    protected override double[]? Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks)
    {
        var divisor = _rescaling switch
        {
            CAGradRescaling.OnePlusSquare => 1 + _radius * _radius,
            CAGradRescaling.OnePlusRadius => 1 + _radius,
            _ => 1,
        };
        return ConflictAversion.Coefficients(MatrixOf(gramian), _radius)?.Multiply(Scale(losses.Count) / divisor).ToArray();
    }

    private double Scale(int taskCount) => average ? 1 : taskCount;
}

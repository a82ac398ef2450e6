using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// A combiner that weighs the tasks' gradients of the shared parameters by their inner products alone: derive from it, overriding <see
/// cref="Weights"/>, to add one. The gradients are never copied, and its work does not grow with the network.
/// </summary>
/// <remarks>Letters as in <see cref="GradientCombiner"/>; G = J·Jᵀ is the Gramian of the gradients J, [n, P].</remarks>
public abstract class GramianCombiner : GradientCombiner
{
    /// <summary>Gives each task's gradient its weight.</summary>
    /// <param name="gramian">
    /// G, [n, n] with n at least 2: symmetric, positive semidefinite but for rounding, finite; the caller's to change. Its rank may be
    /// less than n, and an entry of the diagonal may be 0.
    /// </param>
    /// <param name="losses">The losses whose gradients these are, [n].</param>
    /// <param name="taskIndices">Which of <see cref="LossCombiner.Tasks"/> each belongs to, [n].</param>
    /// <returns>The weights, [n], finite.</returns>
    protected abstract double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A gradient is not finite.</exception>
    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        var tasks = trainingStep.TaskIndices;
        return new SharedGradient(Weights(Finite(trainingStep.Gramian(), tasks), trainingStep.LossValues, tasks));
    }

    /// <summary>A solver's weights; where it has none, all tasks get the same one, and the log says so.</summary>
    /// <param name="weights">[n], or null.</param>
    /// <param name="count">n.</param>
    /// <param name="equal">The weight of each task then.</param>
    private protected double[] OrEqual(Vector<double>? weights, int count, double equal)
    {
        if (weights is null)
            Warn($"'{Name}' found no weights in a step: the tasks' gradients cancel each other, or its solver did not converge. "
                + "The tasks weigh the same in such steps.");
        return weights?.ToArray() ?? [.. Enumerable.Repeat(equal, count)];
    }
}

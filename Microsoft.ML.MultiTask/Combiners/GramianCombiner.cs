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

    /// <summary>Checks that all gradients are finite.</summary>
    /// <param name="gramian">[n, n].</param>
    /// <param name="taskIndices">[n].</param>
    /// <returns><paramref name="gramian"/>.</returns>
    /// <exception cref="InvalidOperationException">A task's gradient is not finite; the message names the task.</exception>
    protected double[,] Finite(double[,] gramian, IReadOnlyList<int> taskIndices)
    {
        ArgumentNullException.ThrowIfNull(gramian);
        ArgumentNullException.ThrowIfNull(taskIndices);
        for (var i = 0; i < taskIndices.Count; i++)
            if (!double.IsFinite(gramian[i, i]))
                throw new InvalidOperationException(
                    $"The gradient of task '{Tasks[taskIndices[i]].Name}' by the shared parameters must be finite, but its squared norm "
                    + $"is {gramian[i, i]}. A lower learning rate or GradientClipNorm may help.");
        return gramian;
    }
}

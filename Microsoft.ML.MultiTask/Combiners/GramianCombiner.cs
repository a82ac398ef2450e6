namespace Microsoft.ML.MultiTask;

/// <summary>
/// A combiner that weighs the tasks' gradients by their inner products alone. Derive from it and override <see cref="Weights"/>: one
/// class is enough. The gradients are never copied, and the combiner's own work does not depend on the network's size.
/// </summary>
/// <remarks>Letters as in <see cref="GradientCombiner"/>; the Gramian is G = J·Jᵀ, J being the gradients, [n, P].</remarks>
public abstract class GramianCombiner : GradientCombiner
{
    /// <inheritdoc/>
    public override double BackwardPasses(int taskCount) => OfFeatures ? 1 : taskCount;

    /// <summary>Whether G is of the features' gradients instead: one backward pass through the encoder, whatever n is.</summary>
    protected virtual bool OfFeatures => false;

    /// <summary>The weight of every task in a step for which <see cref="Weights"/> has no solution.</summary>
    /// <param name="taskCount">n.</param>
    protected virtual double EqualWeight(int taskCount) => 1;

    /// <summary>The weight of each task's gradient.</summary>
    /// <param name="gramian">
    /// G, [n, n] with n at least 2: symmetric, finite, and positive semidefinite up to rounding; may be modified. Its rank may be below n
    /// and entries of its diagonal may be 0.
    /// </param>
    /// <param name="losses">The losses that the gradients belong to, [n].</param>
    /// <param name="tasks">Their tasks, [n].</param>
    /// <returns>The weights, [n], finite; null where there is no solution, which is logged once.</returns>
    protected abstract double[]? Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<DenseTask> tasks);

    /// <inheritdoc/>
    protected sealed override CombinerSession CreateSession(CombinerSessionState state) => new Session(this, state);

    private sealed class Session(GramianCombiner rule, CombinerSessionState state) : GradientSession(state)
    {
        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var (tasks, n) = (trainingStep.TaskIndices, trainingStep.TaskIndices.Count);
            var gramian = Finite(rule.OfFeatures ? trainingStep.FeatureGramian() : trainingStep.Gramian(), tasks);
            return WeightedSumOrEqual(rule.Weights(gramian, trainingStep.LossValues, TasksOf(tasks)), n, rule.EqualWeight(n));
        }
    }
}

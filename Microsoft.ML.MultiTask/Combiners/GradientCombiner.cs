namespace Microsoft.ML.MultiTask;

/// <summary>
/// A combiner that combines the tasks' gradients of the shared parameters. Most derive from <see cref="GramianCombiner"/>; derive from
/// this class, with a <see cref="GradientSession"/> of its own, where it keeps state or needs the gradients themselves.
/// </summary>
/// <remarks>
/// Letters: T tasks of the network, n tasks with a label in the step, P parameters that all tasks share (the encoder's).
/// By default a step takes one backward pass through the encoder per task, and each decoder descends its own loss.
/// </remarks>
public abstract class GradientCombiner : LossCombiner
{
    /// <inheritdoc/>
    public override double BackwardPasses(int taskCount) => taskCount;

    /// <inheritdoc/>
    public override bool WeighsDecoders => false;
}

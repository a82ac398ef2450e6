using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>A combiner that is a formula of the step's losses. Derive from it and override <see cref="Total"/>: one class is enough.</summary>
/// <remarks>
/// The weights are the derivatives of <see cref="Total"/> by each loss, by automatic differentiation in float64. Encoder and decoders get
/// them alike, in one backward pass.
/// </remarks>
public abstract class FormulaCombiner : LossCombiner
{
    /// <summary>The combined loss.</summary>
    /// <param name="losses">The losses of the tasks that have a label in the step, float64 [n], n at least 1; differentiated.</param>
    /// <param name="tasks">Their tasks, [n].</param>
    /// <returns>A scalar computed from <paramref name="losses"/>.</returns>
    protected abstract Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks);

    /// <inheritdoc/>
    protected sealed override CombinerSession CreateSession(CombinerSessionState state) => new Session(this, state);

    private sealed class Session(FormulaCombiner formula, CombinerSessionState state) : CombinerSession(state)
    {
        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) => formula.Total(losses, TasksOf(taskIndices));
    }
}

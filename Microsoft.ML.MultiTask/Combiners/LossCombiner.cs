using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// How the losses of several tasks become the one that training descends, or their gradients the one that moves the shared encoder. An
/// option: immutable, without tensors, and usable by any number of trainings at once.
/// </summary>
/// <remarks>
/// <see cref="Start"/> makes the <see cref="CombinerSession"/> of one training, which holds all state. To add a combiner, derive from
/// <see cref="FormulaCombiner"/> (a formula of the losses) or <see cref="GramianCombiner"/> (weights from the gradients' inner
/// products): one class each. One that keeps state between steps derives from this class or from <see cref="GradientCombiner"/>, with a
/// session of its own.
/// </remarks>
public abstract partial class LossCombiner
{
    /// <summary>The combiner's name, such as <c>Geometric</c>; a model's history records it.</summary>
    public abstract string Name { get; }

    /// <summary>Backward passes through the shared encoder per step.</summary>
    /// <param name="taskCount">Tasks with a label in the step, at least 1.</param>
    public virtual double BackwardPasses(int taskCount) => 1;

    /// <summary>Forward passes through the network per step.</summary>
    public virtual double ForwardPasses => 1;

    /// <summary>
    /// Whether a decoder gets the weight of its task's gradient of the encoder; otherwise only that of the session's formula.
    /// </summary>
    public virtual bool WeighsDecoders => true;

    /// <summary>Starts the session of one training. May be called any number of times, also concurrently.</summary>
    /// <param name="tasks">The network's T tasks.</param>
    /// <param name="device">The device of the losses and of learned parameters; in training the CPU, wherever the network computes.</param>
    /// <param name="seed">Seeds the session's random numbers, if it draws any.</param>
    /// <returns>The session; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no task, or the combiner's options name a task that is not among them.</exception>
    public CombinerSession Start(IReadOnlyList<DenseTask> tasks, Device device, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(device);
        if (tasks.Count == 0)
            throw new ArgumentException("A combiner needs at least one task.", nameof(tasks));

        var state = new CombinerSessionState(this, [.. tasks], device, seed);
        try
        {
            var session = CreateSession(state);
            state.Store.RememberStart();
            return session;
        }
        catch
        {
            state.Store.Dispose();
            throw;
        }
    }

    /// <summary>Combines the gradients of the losses as this combiner weighs them; decoders get this combiner's weights.</summary>
    /// <remarks>As in IMTL (Liu et al., ICLR 2021), which balances the losses first and then their gradients.</remarks>
    /// <param name="gradients">Combines the gradients.</param>
    /// <returns>The combiner of both.</returns>
    /// <exception cref="InvalidOperationException">This combiner works on gradients itself.</exception>
    public GradientCombiner Then(GradientCombiner gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (this is GradientCombiner)
            throw new InvalidOperationException(
                $"Only a combiner of losses can stand before a combiner of gradients, but '{Name}' works on gradients itself.");
        return new Combiners.HybridCombiner(this, gradients);
    }

    /// <summary>Makes the session: checks the options against the tasks and adds what the session keeps between steps.</summary>
    /// <param name="state">Passed to the session's constructor, which adds parameters and numbers to it.</param>
    /// <exception cref="ArgumentException">The options do not fit the tasks.</exception>
    protected abstract CombinerSession CreateSession(CombinerSessionState state);

    /// <summary><see cref="CreateSession"/>, for a combiner that contains this one.</summary>
    internal CombinerSession StartIn(CombinerSessionState state) => CreateSession(state);
}

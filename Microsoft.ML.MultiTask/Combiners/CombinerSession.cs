using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One training's use of a <see cref="LossCombiner"/>: combines step after step, and owns what the combiner learns and remembers. Made
/// by <see cref="LossCombiner.Start"/>; for one thread at a time.
/// </summary>
/// <remarks>
/// Letters: T tasks of the network, n tasks that have a label in the step (1 to T). Derive from it and override <see cref="Total"/> for
/// a combiner of losses that keeps state, and from <see cref="GradientSession"/> for one of gradients.
/// </remarks>
public abstract class CombinerSession : IDisposable
{
    /// <summary>Initialises the session.</summary>
    /// <param name="state">What <see cref="LossCombiner.CreateSession"/> was given; owned by the session.</param>
    protected CombinerSession(CombinerSessionState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        State = state;
    }

    /// <summary>The option that started this session.</summary>
    public LossCombiner Combiner => State.Combiner;

    /// <summary>What the combiner learns, by name, float64 scalars: trained by the network's optimizer, owned by the session.</summary>
    public IReadOnlyDictionary<string, Parameter> Parameters => State.Store.Parameters;

    /// <summary>Raised when a step needed a fallback and training goes on: at most once for each text.</summary>
    public event Action<string>? Warned
    {
        add => State.Store.Warned += value;
        remove => State.Store.Warned -= value;
    }

    /// <summary>The session's tasks, seed, parameters, numbers and buffers.</summary>
    protected CombinerSessionState State { get; }

    /// <summary>The network's tasks, [T], in the order of the task indices.</summary>
    protected IReadOnlyList<DenseTask> Tasks => State.Tasks;

    /// <summary>Combines one training step, once: advances the session's state, and adds to the gradients of <see cref="Parameters"/>.</summary>
    /// <param name="trainingStep">The step.</param>
    /// <returns>The combined loss and its weights; the caller's dispose scope owns the tensors.</returns>
    /// <exception cref="ArgumentException">A loss is outside the combiner's range.</exception>
    /// <exception cref="InvalidOperationException">A gradient is not finite.</exception>
    public virtual CombinedLoss Combine(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        return Combine(trainingStep.Losses, trainingStep.TaskIndices);
    }

    /// <summary>
    /// Applies <see cref="Total"/> alone to the losses of one step. Adds to the gradients of <see cref="Parameters"/>. For a combiner of
    /// losses this is all; of a combiner of gradients it is the weighting before the gradients are combined.
    /// </summary>
    /// <param name="losses">[n], any floating-point element type, finite; not modified.</param>
    /// <param name="taskIndices">The index of each loss's task, [n]; tasks without a label in the step are left out.</param>
    /// <returns>
    /// The total and the weight of each loss; the caller's dispose scope owns the tensors. A loss of 0 is left out as if its task had no label,
    /// and weighs 0: it is at its minimum, and in a product or quotient it would stop the other tasks.
    /// </returns>
    /// <exception cref="ArgumentException">Losses, indices and tasks do not match, or a loss is outside the combiner's range.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Total"/> is not a scalar that depends on the losses.</exception>
    public CombinedLoss Combine(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(taskIndices);
        CheckStep(losses, taskIndices);

        using var scope = torch.NewDisposeScope();
        var values = TrainingStep.Numbers(losses);                                          // sync point
        long[] kept = [.. Enumerable.Range(0, values.Length).Where(i => !(Math.Abs(values[i]) < LossMath.SmallestLoss)).Select(i => (long)i)];
        if (kept.Length == 0)
            return new CombinedLoss(zeros([], ScalarType.Float64, losses.device), zeros_like(losses), new SharedGradient.OfTotal()).MoveOutOf(scope);

        using var gradients = torch.enable_grad();
        var places = tensor(kept).to(losses.device);
        var exact = losses.detach().to(ScalarType.Float64).index_select(0, places).requires_grad_(true);
        var total = Total(exact, [.. kept.Select(i => taskIndices[(int)i])]);
        if (total.NumberOfElements != 1 || !total.requires_grad)
            throw new InvalidOperationException(
                $"The total of combiner '{Combiner.Name}' must be one number computed from the losses, "
                + $"but is of shape [{string.Join(", ", total.shape)}]" + (total.requires_grad ? "." : " and does not depend on them."));

        total.backward();
        var derivatives = (exact.grad ?? zeros_like(exact)).detach().to(losses.dtype).nan_to_num(double.NaN);    // infinities only
        var weights = zeros_like(losses).index_copy(0, places, derivatives);
        return new CombinedLoss(total.detach().reshape([]), weights, new SharedGradient.OfTotal()).MoveOutOf(scope);
    }

    /// <summary>Called before the first step of an epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    public virtual void BeginEpoch(int epoch) { }

    /// <summary>Called after the last step of an epoch.</summary>
    /// <param name="epochMeanLosses">Each task's mean training loss in the epoch, [T]; NaN for a task without a label in it.</param>
    public virtual void EndEpoch(IReadOnlyList<double> epochMeanLosses) { }

    /// <summary>Called after the optimizer's step.</summary>
    /// <param name="trainingStep">The step that <see cref="Combine(TrainingStep)"/> was given; its gradients are gone.</param>
    public virtual void AfterStep(TrainingStep trainingStep) { }

    /// <summary>
    /// The learned and remembered numbers by name, the random generators' states included; NaN for a value that is not known yet.
    /// </summary>
    /// <returns>A copy.</returns>
    public IReadOnlyDictionary<string, double[]> GetState() => State.Store.GetNumbers();

    /// <summary>Restores what <see cref="GetState"/> returned.</summary>
    /// <param name="state">The state of a session of the same combiner for the same tasks; further entries are ignored.</param>
    /// <exception cref="ArgumentException">An entry is missing or has another length.</exception>
    public void SetState(IReadOnlyDictionary<string, double[]> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        State.Store.SetNumbers(state, Combiner.Name);
    }

    /// <summary>
    /// The gradients that the combiner remembers, by name; empty before the first step. They are as large as the shared parameters, so
    /// they are not part of <see cref="GetState"/>.
    /// </summary>
    /// <returns>Copies, [T, P] or [P]; the caller's dispose scope owns them.</returns>
    public IReadOnlyDictionary<string, Tensor> GetBuffers() => State.Store.GetBuffers();

    /// <summary>Restores what <see cref="GetBuffers"/> returned.</summary>
    /// <param name="buffers">The buffers of a session of the same combiner for the same network; copied.</param>
    public void SetBuffers(IReadOnlyDictionary<string, Tensor> buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        State.Store.SetBuffers(buffers);
    }

    /// <summary>Returns numbers, parameters and buffers to their values at the start.</summary>
    public void Reset() => State.Store.Reset(Combiner.Name);

    /// <summary>Disposes the parameters and buffers.</summary>
    public virtual void Dispose()
    {
        State.Store.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The combined loss: the combiner's formula.</summary>
    /// <param name="losses">float64 [n], differentiated.</param>
    /// <param name="taskIndices">The index of each loss's task, [n].</param>
    /// <returns>A scalar computed from <paramref name="losses"/>, and from <see cref="Parameters"/> if there are any.</returns>
    protected abstract Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices);

    /// <summary><see cref="Total"/>, for a session that contains this one.</summary>
    internal Tensor TotalOf(Tensor losses, IReadOnlyList<int> taskIndices) => Total(losses, taskIndices);

    /// <summary>The task that a parameter belongs to; null for a parameter that every step trains.</summary>
    internal int? TaskOf(string parameterName) => State.Store.ParameterTasks[parameterName];

    private protected DenseTask[] TasksOf(IReadOnlyList<int> taskIndices) => [.. taskIndices.Select(index => Tasks[index])];

    private void CheckStep(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        if (losses.dim() != 1 || losses.shape[0] != taskIndices.Count || taskIndices.Count == 0)
            throw new ArgumentException(
                $"'{nameof(losses)}' must be [n] with one loss per task index, n at least 1, "
                + $"but is [{string.Join(", ", losses.shape)}] for {taskIndices.Count} indices.",
                nameof(losses));
        if (taskIndices.Any(index => index < 0 || index >= Tasks.Count) || taskIndices.Distinct().Count() != taskIndices.Count)
            throw new ArgumentException(
                $"'{nameof(taskIndices)}' must be different numbers from 0 to {Tasks.Count - 1}, "
                + $"but are [{string.Join(", ", taskIndices)}].",
                nameof(taskIndices));
        if (!losses.is_floating_point())
            throw new ArgumentException($"Losses must be floating-point numbers, but are {losses.dtype}.", nameof(losses));
    }
}

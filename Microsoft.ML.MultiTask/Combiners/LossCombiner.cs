using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Turns the losses of several tasks into the one that training descends. Derive from it, overriding <see cref="Total"/>, to add a
/// combiner.
/// </summary>
/// <remarks>
/// An instance is an option and never changes; <see cref="ForTraining"/> makes the copy that a training uses and whose state it may keep.
/// Letters: T tasks of the network, n tasks that have a label in the step (1 to T).
/// <para>
/// The weights are taken from <see cref="Total"/> by automatic differentiation in float64, so a combiner states its formula once and its
/// reported weights are the true ones. They reach the decoders as well as the shared encoder, at the cost of one backward pass through
/// the network whatever T is.
/// </para>
/// <para>
/// A second kind, which weighs tasks by their gradients instead, fits beside this as a derived class: it takes the Gramian of the tasks'
/// gradients in a Combine overload of its own, which the training loop calls for that kind, and inherits state, epochs and saving;
/// nothing here or in the combiners changes.
/// </para>
/// </remarks>
public abstract partial class LossCombiner : IDisposable
{
    private Dictionary<string, Parameter> _parameters = [];

    /// <summary>The combiner's name, such as <c>Geometric</c>; a model's history keeps it.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// What the combiner itself learns, by name: given to the network's optimizer. Empty before <see cref="ForTraining"/>.
    /// </summary>
    public IReadOnlyDictionary<string, Parameter> Parameters => _parameters;

    /// <summary>The network's tasks, in the order of the indices. Empty before <see cref="ForTraining"/>.</summary>
    protected IReadOnlyList<DenseTask> Tasks { get; private set; } = [];

    /// <summary>Makes a copy for one training, with fresh state; this instance stays as it is.</summary>
    /// <param name="tasks">The network's T tasks.</param>
    /// <param name="device">Where the losses will be.</param>
    /// <returns>The copy; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no task, or the combiner's options name a task that is not among them.</exception>
    public LossCombiner ForTraining(IReadOnlyList<DenseTask> tasks, Device device)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(device);
        if (tasks.Count == 0)
            throw new ArgumentException("A combiner needs at least one task.", nameof(tasks));

        var copy = (LossCombiner)MemberwiseClone();
        copy.Tasks = [.. tasks];
        copy._parameters = [];
        copy.Start(device);
        return copy;
    }

    /// <summary>
    /// Combines the losses of one training step; call it once per step, because it adds to the gradients of <see cref="Parameters"/>.
    /// </summary>
    /// <param name="losses">[n], any floating-point element type, finite; only read.</param>
    /// <param name="taskIndices">
    /// Which of <see cref="Tasks"/> each loss belongs to, [n]; tasks without a label in the step are left out.
    /// </param>
    /// <returns>The combined loss and the effective weight of each task.</returns>
    /// <exception cref="ArgumentException">
    /// The losses and indices do not fit each other or the tasks, or a loss is outside what the combiner takes.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// This is an option rather than the copy for a training, or <see cref="Total"/> is not a scalar that depends on the losses.
    /// </exception>
    public CombinedLoss Combine(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(taskIndices);
        CheckStep(losses, taskIndices);
        var limit = LargestFinite(losses.dtype);

        using var scope = torch.NewDisposeScope();
        using var gradients = torch.enable_grad();
        var exact = losses.detach().to(ScalarType.Float64).requires_grad_(true);
        var total = Total(exact, taskIndices);
        if (total.NumberOfElements != 1 || !total.requires_grad)
            throw new InvalidOperationException(
                $"{Name}.{nameof(Total)} must return one number computed from the losses, "
                + $"but returned shape [{string.Join(", ", total.shape)}]" + (total.requires_grad ? "." : " that does not depend on them."));

        total.backward();
        var weights = (Gradients.GradOf(exact) ?? exact.detach() * 0).clamp(-limit, limit).to(losses.dtype);
        return new CombinedLoss(scope.MoveToOuter(total.detach().reshape([])), scope.MoveToOuter(weights));
    }

    /// <summary>Called before the first step of an epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    public virtual void BeginEpoch(int epoch)
    {
    }

    /// <summary>Called after the last step of an epoch.</summary>
    /// <param name="epochMeanLosses">Each task's mean training loss in the epoch, [T]; NaN for a task that had no label in it.</param>
    public virtual void EndEpoch(IReadOnlyList<double> epochMeanLosses)
    {
    }

    /// <summary>What the combiner has learned or remembers, by name; NaN stands for what is not known yet.</summary>
    public virtual IReadOnlyDictionary<string, double[]> GetState() =>
        _parameters.ToDictionary(pair => pair.Key, pair => Values(pair.Value));

    /// <summary>Takes back what <see cref="GetState"/> gave.</summary>
    /// <param name="state">The state of a combiner of the same kind for the same tasks.</param>
    /// <exception cref="ArgumentException">An entry is missing or of another length.</exception>
    public virtual void SetState(IReadOnlyDictionary<string, double[]> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        foreach (var (name, parameter) in _parameters)
        {
            var values = torch.tensor(StateEntry(state, name, (int)parameter.NumberOfElements), dtype: parameter.dtype);
            parameter.copy_(values.reshape(parameter.shape));
        }
    }

    /// <summary>Frees the <see cref="Parameters"/>.</summary>
    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The combined loss: the combiner's formula.</summary>
    /// <param name="losses">float64 [n], to be differentiated.</param>
    /// <param name="taskIndices">Which of <see cref="Tasks"/> each loss belongs to, [n].</param>
    /// <returns>A scalar computed from <paramref name="losses"/>, and from <see cref="Parameters"/> where there are any.</returns>
    protected abstract Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices);

    /// <summary>
    /// Checks the options against <see cref="Tasks"/> and creates the state of a training. Called on the copy that <see
    /// cref="ForTraining"/> makes, whose fields are the option's own until they are assigned here.
    /// </summary>
    /// <param name="device">Where parameters belong.</param>
    protected virtual void Start(Device device)
    {
    }

    /// <summary>Adds a learned number to <see cref="Parameters"/>.</summary>
    /// <param name="name">Its name; unique within the combiner.</param>
    /// <param name="initialValue">Where learning starts.</param>
    /// <param name="device">Where it lives.</param>
    /// <returns>A float32 scalar that <see cref="Dispose"/> frees.</returns>
    protected Parameter AddParameter(string name, double initialValue, Device device)
    {
        var parameter = new Parameter(torch.tensor((float)initialValue).to(device));
        parameter.DetachFromDisposeScope();
        _parameters.Add(name, parameter);
        return parameter;
    }

    /// <summary>Finds one entry of a saved state and checks its length.</summary>
    /// <param name="state">What <see cref="SetState"/> was given.</param>
    /// <param name="name">The entry.</param>
    /// <param name="length">How many numbers it must have.</param>
    /// <returns>The entry's numbers.</returns>
    /// <exception cref="ArgumentException">The entry is missing or of another length.</exception>
    protected double[] StateEntry(IReadOnlyDictionary<string, double[]> state, string name, int length)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.TryGetValue(name, out var values) && values.Length == length ? values : throw new ArgumentException(
            $"The state of combiner '{Name}' must have {length} numbers for '{name}', but has {(values is null ? "none" : values.Length)}.",
            nameof(state));
    }

    /// <summary>Finds a task that the options name; case does not matter.</summary>
    private protected int IndexOfTask(string name)
    {
        var index = Tasks.ToList().FindIndex(task => task.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new ArgumentException(
            $"The '{Name}' combiner's options name a task '{name}', but the tasks are "
            + $"{string.Join(", ", Tasks.Select(task => task.Name))}.");
    }

    private void CheckStep(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        if (Tasks.Count == 0)
            throw new InvalidOperationException(
                $"This '{Name}' combiner is an option; call {nameof(ForTraining)} and combine with the copy it returns.");
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
    }

    private static double LargestFinite(ScalarType type) => type switch
    {
        ScalarType.Float16 => 65504,
        ScalarType.BFloat16 => 3.3895313892515355e38,
        ScalarType.Float32 => float.MaxValue,
        ScalarType.Float64 => double.MaxValue,
        _ => throw new ArgumentException($"Losses must be floating-point numbers, but are {type}."),
    };

    private static double[] Values(Tensor parameter)
    {
        using var scope = torch.NewDisposeScope();
        return parameter.detach().cpu().to(ScalarType.Float64).data<double>().ToArray();
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

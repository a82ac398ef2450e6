using System.Globalization;
using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
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
/// A <see cref="GradientCombiner"/> goes on from there: it joins the tasks' gradients of the shared parameters in a way of its own, and
/// <see cref="Total"/> is what it makes of the losses before. Training calls both kinds alike, through <see cref="Combine(TrainingStep)"/>.
/// </para>
/// </remarks>
public abstract partial class LossCombiner : IDisposable
{
    /// <summary>The combiner's name, such as <c>Geometric</c>; a model's history keeps it.</summary>
    public abstract string Name { get; }

    /// <summary>Backward passes through the shared encoder that a step costs.</summary>
    /// <param name="taskCount">Tasks with a label in the step, at least 1.</param>
    public virtual double BackwardPasses(int taskCount) => 1;

    /// <summary>Forward passes through the network that a step costs.</summary>
    public virtual double ForwardPasses => 1;

    /// <summary>
    /// Whether each decoder's gradient is multiplied by its task's weight, as the shared encoder's are; otherwise a decoder gets the
    /// gradient of its own loss as <see cref="Total"/> has it.
    /// </summary>
    public virtual bool WeighsDecoders => true;

    /// <summary>The network's tasks, in the order of the indices. Empty before <see cref="ForTraining"/>.</summary>
    protected IReadOnlyList<DenseTask> Tasks { get; private set; } = [];

    /// <summary>Makes a copy for one training, with fresh state; this instance stays as it is.</summary>
    /// <param name="tasks">The network's T tasks.</param>
    /// <param name="device">Where the losses will be: in training the CPU, wherever the network computes.</param>
    /// <param name="seed">Where the random numbers start of those combiners that draw any.</param>
    /// <returns>The copy; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no task, or the combiner's options name a task that is not among them.</exception>
    public LossCombiner ForTraining(IReadOnlyList<DenseTask> tasks, Device device, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(device);
        if (tasks.Count == 0)
            throw new ArgumentException("A combiner needs at least one task.", nameof(tasks));

        var copy = (LossCombiner)MemberwiseClone();
        copy.Tasks = [.. tasks];
        copy.StartState(seed);
        copy.Start(device);
        copy.RememberStart();
        return copy;
    }

    /// <summary>
    /// Combines the losses of one training step, and the gradients behind them where the combiner works on those. Call it once per step,
    /// because it moves the combiner's state and adds to the gradients of <see cref="Parameters"/>.
    /// </summary>
    /// <param name="trainingStep">The step.</param>
    /// <returns>The combined loss, and what the decoders' gradients and the shared ones are to be weighted with.</returns>
    /// <exception cref="ArgumentException">A loss is outside what the combiner takes.</exception>
    /// <exception cref="InvalidOperationException">
    /// This is an option rather than the copy for a training, or a gradient is not finite.
    /// </exception>
    public virtual CombinedLoss Combine(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        return Combine(trainingStep.Losses, trainingStep.TaskIndices);
    }

    /// <summary>
    /// Applies <see cref="Total"/> to the losses of one training step; call it once per step, because it adds to the gradients of <see
    /// cref="Parameters"/>. This is all there is to a combiner that needs only the losses.
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
        var weights = (exact.grad ?? exact.detach() * 0).clamp(-limit, limit).to(losses.dtype);
        return new CombinedLoss(scope.MoveToOuter(total.detach().reshape([])), scope.MoveToOuter(weights));
    }

    /// <summary>
    /// A combiner that joins the gradients of the losses as this one weighs them; each decoder gets its own gradient with this one's
    /// weight.
    /// </summary>
    /// <remarks>As in IMTL (Liu et al., ICLR 2021), where a balance of the losses stands before one of the gradients.</remarks>
    /// <param name="gradients">What joins the gradients.</param>
    /// <returns>The combiner of both.</returns>
    /// <exception cref="InvalidOperationException">This one works on gradients itself.</exception>
    public GradientCombiner Then(GradientCombiner gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (this is GradientCombiner)
            throw new InvalidOperationException(
                $"Only a combiner of losses can stand before one of gradients, but '{Name}' works on gradients itself.");
        return new HybridCombiner(this, gradients);
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

    /// <summary>Called after the optimizer's step.</summary>
    /// <param name="trainingStep">The step that <see cref="Combine(TrainingStep)"/> was given; its gradients are no longer there.</param>
    public virtual void AfterStep(TrainingStep trainingStep)
    {
    }

    /// <summary>Raised when something is not as it should be but training goes on: at most once for each text.</summary>
    public event Action<string>? Warned;

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

    /// <summary><see cref="Total"/>, for a combiner that stands before or behind this one.</summary>
    internal Tensor TotalOf(Tensor losses, IReadOnlyList<int> taskIndices) => Total(losses, taskIndices);

    /// <summary>Raises <see cref="Warned"/>, unless it was raised with this text before.</summary>
    /// <param name="text">What happened and what was done about it.</param>
    protected void Warn(string text)
    {
        if (_warnings.Add(text)) Warned?.Invoke(text);
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

    private protected static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

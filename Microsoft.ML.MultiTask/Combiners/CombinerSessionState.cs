using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// What a <see cref="CombinerSession"/> starts with and keeps between steps: its tasks, and by name the parameters that it learns, the
/// numbers that it counts and the gradients that it remembers. All of these are saved, restored, reset and disposed with the session.
/// </summary>
/// <remarks>Letters: T tasks of the network, P shared parameters. Add parameters and numbers in the session's constructor.</remarks>
public sealed class CombinerSessionState
{
    private readonly string _prefix;

    internal CombinerSessionState(LossCombiner combiner, IReadOnlyList<DenseTask> tasks, Device device, int seed)
        : this(combiner, tasks, device, seed, new CombinerStore(), "") { }

    private CombinerSessionState(
        LossCombiner combiner, IReadOnlyList<DenseTask> tasks, Device device, int seed, CombinerStore store, string prefix) =>
        (Combiner, Tasks, Device, Seed, Store, _prefix) = (combiner, tasks, device, seed, store, prefix);

    /// <summary>The option that the session is of.</summary>
    public LossCombiner Combiner { get; }

    /// <summary>The network's tasks, [T], in the order of the task indices.</summary>
    public IReadOnlyList<DenseTask> Tasks { get; }

    /// <summary>Where losses and parameters are.</summary>
    public Device Device { get; }

    /// <summary>Seeds random numbers.</summary>
    public int Seed { get; }

    internal CombinerStore Store { get; }

    /// <summary>Adds a learned number.</summary>
    /// <param name="name">Its name; unique within the combiner.</param>
    /// <param name="initialValue">Its value at the start.</param>
    /// <param name="taskIndex">Its task: steps without a label of that task do not train it. Null for a number that every step trains.</param>
    /// <returns>A float64 scalar on <see cref="Device"/>, owned by the session.</returns>
    public Parameter AddParameter(string name, double initialValue, int? taskIndex = null)
    {
        using var scope = torch.NewDisposeScope();
        var parameter = new Parameter(torch.tensor(initialValue).to(Device));
        parameter.DetachFromDisposeScope();
        Store.Parameters.Add(_prefix + name, parameter);
        Store.ParameterTasks.Add(_prefix + name, taskIndex);
        return parameter;
    }

    /// <summary>Adds a learned number for each task, named <c>prefix.task</c> by the task's <see cref="DenseTask.Key"/>.</summary>
    /// <param name="namePrefix">What their names begin with.</param>
    /// <param name="initialValue">Their value at the start.</param>
    /// <returns>[T] float64 scalars, owned by the session.</returns>
    public Parameter[] AddTaskParameters(string namePrefix, double initialValue) =>
        [.. Tasks.Select((task, t) => AddParameter($"{namePrefix}.{task.Key}", initialValue, t))];

    /// <summary>Adds numbers that the session counts or remembers.</summary>
    /// <param name="name">Their name; unique within the combiner.</param>
    /// <param name="length">How many.</param>
    /// <param name="initialValue">The value of each at the start; NaN for not known.</param>
    /// <returns>The numbers, to be read and written in place.</returns>
    public double[] AddNumbers(string name, int length, double initialValue = 0)
    {
        double[] numbers = [.. Enumerable.Repeat(initialValue, length)];
        Store.Numbers.Add(_prefix + name, numbers);
        return numbers;
    }

    /// <summary>A remembered tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor itself, to be read and written in place; null before the first <see cref="Keep"/>.</returns>
    public Tensor? Buffer(string name) => Store.Buffers.GetValueOrDefault(_prefix + name);

    /// <summary>Remembers a tensor in place of the former one of that name, which is disposed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">Owned by the session from now on.</param>
    /// <returns><paramref name="tensor"/>.</returns>
    public Tensor Keep(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Store.Keep(_prefix + name, tensor);
    }

    /// <summary>Raises <see cref="CombinerSession.Warned"/>, once for each text.</summary>
    /// <param name="text">What happened and what was done about it.</param>
    public void Warn(string text) => Store.Warn(text);

    /// <summary>The index of a task that the options name; case does not matter.</summary>
    /// <param name="taskName">The name.</param>
    /// <exception cref="ArgumentException">There is no such task; the message lists those that there are.</exception>
    public int IndexOf(string taskName)
    {
        var index = Tasks.ToList().FindIndex(task => task.Name.Equals(taskName, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new ArgumentException(
            $"The '{Combiner.Name}' combiner's options name a task '{taskName}', but the tasks are "
            + $"{string.Join(", ", Tasks.Select(task => task.Name))}.");
    }

    /// <summary>One value for each task, [T]: the one that the options name, if any.</summary>
    internal T[] ByTask<T>(IEnumerable<KeyValuePair<string, T>> named, Func<DenseTask, T> otherwise)
    {
        T[] values = [.. Tasks.Select(otherwise)];
        foreach (var (task, value) in named)
            values[IndexOf(task)] = value;
        return values;
    }

    /// <summary>Random numbers from <see cref="Seed"/> on, saved and restored with the session.</summary>
    internal CombinerRandom AddRandom()
    {
        var state = AddNumbers("random", 2);
        state[1] = (uint)Seed;
        return new CombinerRandom(state);
    }

    /// <summary>The rows of a buffer [T, P] that belong to a step's tasks, [n] of [P]: views, to be changed in place; 0 at first.</summary>
    internal Tensor[] BufferRows(string name, Tensor[] gradients, IReadOnlyList<int> taskIndices)
    {
        var buffer = Buffer(name) ?? Keep(name, zeros(Tasks.Count, gradients[0].shape[0], gradients[0].dtype, gradients[0].device));
        if (buffer.device_type != gradients[0].device_type)                      // restored on another device
            buffer = Keep(name, buffer.to(gradients[0].device));
        return [.. taskIndices.Select(task => buffer.select(0, task))];
    }

    /// <summary>The state of a combiner inside this one, kept in the same store under names with a prefix.</summary>
    internal CombinerSessionState Nest(LossCombiner combiner, string prefix, int seed) =>
        new(combiner, Tasks, Device, seed, Store, _prefix + prefix);
}

using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

// What a combiner keeps between steps: numbers that it learns (parameters), numbers that it counts, and whole gradients (buffers). Each
// has a name, starts anew with a training, and is saved and restored here, so that a combiner only says what it keeps.
public abstract partial class LossCombiner
{
    private const string RandomKey = "random";

    private Dictionary<string, Parameter> _parameters = [];
    private Dictionary<string, int> _parameterTasks = [];
    private Dictionary<string, double[]> _numbers = [];
    private Dictionary<string, Tensor> _buffers = [];
    private HashSet<string> _warnings = [];
    private IReadOnlyDictionary<string, double[]> _startState = new Dictionary<string, double[]>();
    private protected int Seed { get; private set; }

    /// <summary>
    /// What the combiner itself learns, by name: given to the network's optimizer. Empty before <see cref="ForTraining"/>.
    /// </summary>
    public IReadOnlyDictionary<string, Parameter> Parameters => _parameters;

    /// <summary>
    /// The numbers that the combiner has learned or remembers, by name; NaN stands for what is not known yet. Random numbers go on from
    /// two of them.
    /// </summary>
    public virtual IReadOnlyDictionary<string, double[]> GetState()
    {
        var state = _parameters.ToDictionary(pair => pair.Key, pair => Values(pair.Value));
        foreach (var (name, numbers) in _numbers)
            state.Add(name, [.. numbers]);
        return state;
    }

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
        foreach (var (name, numbers) in _numbers)
            StateEntry(state, name, numbers.Length).CopyTo(numbers, 0);
    }

    /// <summary>
    /// The gradients that the combiner remembers, by name: empty for most, and for those that have one until their first step. They are
    /// as large as the shared parameters, so they are kept apart from <see cref="GetState"/>.
    /// </summary>
    /// <returns>Copies, [T, P] or [P]; the caller's dispose scope owns them.</returns>
    public virtual IReadOnlyDictionary<string, Tensor> GetBuffers() =>
        _buffers.ToDictionary(pair => pair.Key, pair => pair.Value.clone());

    /// <summary>Takes back what <see cref="GetBuffers"/> gave.</summary>
    /// <param name="buffers">The buffers of a combiner of the same kind for the same network; copied.</param>
    public virtual void SetBuffers(IReadOnlyDictionary<string, Tensor> buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        DisposeBuffers();
        foreach (var (name, buffer) in buffers)
            Keep(name, buffer.detach().clone());
    }

    /// <summary>Brings the state back to where it was when <see cref="ForTraining"/> made this copy.</summary>
    public virtual void Reset()
    {
        SetState(_startState);
        DisposeBuffers();
    }

    /// <summary>Frees the <see cref="Parameters"/> and buffers.</summary>
    public virtual void Dispose()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
        DisposeBuffers();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a learned number to <see cref="Parameters"/>.</summary>
    /// <param name="name">Its name; unique within the combiner.</param>
    /// <param name="initialValue">Where learning starts.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="taskIndex">
    /// The task that it belongs to: the optimizer then leaves it alone, momentum included, in a step where that task has no label. Null
    /// for a number that every step moves.
    /// </param>
    /// <returns>A float64 scalar that <see cref="Dispose"/> frees.</returns>
    protected Parameter AddParameter(string name, double initialValue, Device device, int? taskIndex = null)
    {
        var parameter = new Parameter(torch.tensor(initialValue).to(device));
        parameter.DetachFromDisposeScope();
        Adopt(name, parameter, taskIndex);
        return parameter;
    }

    /// <summary>Adds numbers that are saved and restored with the combiner. Call it in <see cref="Start"/>.</summary>
    /// <param name="name">Their name; unique within the combiner.</param>
    /// <param name="length">How many.</param>
    /// <param name="initialValue">What each is at the start; NaN for not known.</param>
    /// <returns>The numbers, to read and write in place.</returns>
    protected double[] AddNumbers(string name, int length, double initialValue = 0)
    {
        double[] numbers = [.. Enumerable.Repeat(initialValue, length)];
        _numbers.Add(name, numbers);
        return numbers;
    }

    /// <summary>A remembered gradient.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor itself, to read and write in place; null where there is none yet.</returns>
    protected Tensor? Buffer(string name) => _buffers.GetValueOrDefault(name);

    /// <summary>Remembers a gradient in the place of a former one of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="gradient">[T, P] or [P]; from now on the combiner's.</param>
    /// <returns><paramref name="gradient"/>.</returns>
    protected Tensor Keep(string name, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (_buffers.Remove(name, out var former) && !ReferenceEquals(former, gradient)) former.Dispose();
        gradient.DetachFromDisposeScope();
        _buffers.Add(name, gradient);
        return gradient;
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

    /// <summary>The task that a parameter belongs to; null where every step moves it.</summary>
    internal int? TaskOf(string parameterName) => _parameterTasks.TryGetValue(parameterName, out var task) ? task : null;

    /// <summary>Adds a parameter that exists.</summary>
    private protected void Adopt(string name, Parameter parameter, int? taskIndex)
    {
        _parameters.Add(name, parameter);
        if (taskIndex is { } task) _parameterTasks.Add(name, task);
    }

    /// <summary>Random numbers from the training's seed on, saved and restored with the combiner. Call it in <see cref="Start"/>.</summary>
    private protected CombinerRandom AddRandom()
    {
        var state = AddNumbers(RandomKey, 2);
        state[1] = (uint)Seed;
        return new CombinerRandom(state);
    }

    private void StartState(int seed)
    {
        (_parameters, _parameterTasks, _numbers, _buffers, _warnings) = ([], [], [], [], []);
        (Seed, Warned) = (seed, null);
    }

    private void RememberStart() => _startState = GetState();

    private void DisposeBuffers()
    {
        foreach (var buffer in _buffers.Values)
            buffer.Dispose();
        _buffers.Clear();
    }

    private static double[] Values(Tensor parameter)
    {
        using var scope = torch.NewDisposeScope();
        return parameter.detach().cpu().to(ScalarType.Float64).data<double>().ToArray();
    }
}

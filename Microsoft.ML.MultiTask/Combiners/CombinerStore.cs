using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>Named parameters, numbers and buffers of one training. Owns the tensors.</summary>
internal sealed class CombinerStore : IDisposable
{
    private readonly Dictionary<string, Parameter> _parameters = [];
    private readonly Dictionary<string, int> _parameterTasks = [];
    private readonly Dictionary<string, double[]> _numbers = [];
    private readonly Dictionary<string, Tensor> _buffers = [];
    private readonly HashSet<string> _warnings = [];
    private IReadOnlyDictionary<string, double[]> _start = new Dictionary<string, double[]>();

    internal event Action<string>? Warned;

    internal IReadOnlyDictionary<string, Parameter> Parameters => _parameters;

    internal int? TaskOf(string parameterName) => _parameterTasks.TryGetValue(parameterName, out var task) ? task : null;

    internal void Add(string name, Parameter parameter, int? taskIndex)
    {
        _parameters.Add(name, parameter);
        if (taskIndex is { } task) _parameterTasks.Add(name, task);
    }

    internal void Add(string name, double[] numbers) => _numbers.Add(name, numbers);

    internal Tensor? Buffer(string name) => _buffers.GetValueOrDefault(name);

    internal void Keep(string name, Tensor tensor)
    {
        if (_buffers.Remove(name, out var former) && !ReferenceEquals(former, tensor)) former.Dispose();
        tensor.DetachFromDisposeScope();
        _buffers.Add(name, tensor);
    }

    internal void Warn(string text)
    {
        if (_warnings.Add(text)) Warned?.Invoke(text);
    }

    internal IReadOnlyDictionary<string, double[]> GetNumbers()
    {
        var state = _parameters.ToDictionary(pair => pair.Key, pair => TrainingStep.Numbers(pair.Value));
        foreach (var (name, numbers) in _numbers)
            state.Add(name, [.. numbers]);
        return state;
    }

    internal void SetNumbers(IReadOnlyDictionary<string, double[]> state, string combiner)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        foreach (var (name, parameter) in _parameters)
        {
            var values = torch.tensor(Entry(state, name, (int)parameter.NumberOfElements, combiner), dtype: parameter.dtype);
            parameter.copy_(values.reshape(parameter.shape));
        }
        foreach (var (name, numbers) in _numbers)
            Entry(state, name, numbers.Length, combiner).CopyTo(numbers, 0);
    }

    internal IReadOnlyDictionary<string, Tensor> GetBuffers() => _buffers.ToDictionary(pair => pair.Key, pair => pair.Value.clone());

    internal void SetBuffers(IReadOnlyDictionary<string, Tensor> buffers)
    {
        using var scope = torch.NewDisposeScope();
        DisposeBuffers();
        foreach (var (name, buffer) in buffers)
            Keep(name, buffer.detach().clone());
    }

    internal void RememberStart() => _start = GetNumbers();

    internal void Reset(string combiner)
    {
        SetNumbers(_start, combiner);
        DisposeBuffers();
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
        DisposeBuffers();
    }

    private void DisposeBuffers()
    {
        foreach (var buffer in _buffers.Values)
            buffer.Dispose();
        _buffers.Clear();
    }

    private static double[] Entry(IReadOnlyDictionary<string, double[]> state, string name, int length, string combiner) =>
        state.TryGetValue(name, out var values) && values.Length == length ? values : throw new ArgumentException(
            $"The state of combiner '{combiner}' must have {length} numbers for '{name}', but has {(values is null ? "none" : values.Length)}.",
            nameof(state));
}

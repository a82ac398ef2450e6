using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>Named parameters, numbers and buffers of one training. Owns the tensors.</summary>
internal sealed class CombinerStore : IDisposable
{
    private readonly HashSet<string> _warnings = [];
    private IReadOnlyDictionary<string, double[]> _start = new Dictionary<string, double[]>();

    internal event Action<string>? Warned;

    internal Dictionary<string, Parameter> Parameters { get; } = [];

    /// <summary>The tasks that parameters belong to; null for a parameter that every step trains.</summary>
    internal Dictionary<string, int?> ParameterTasks { get; } = [];

    internal Dictionary<string, double[]> Numbers { get; } = [];

    internal Dictionary<string, Tensor> Buffers { get; } = [];

    internal Tensor Keep(string name, Tensor tensor)
    {
        if (Buffers.GetValueOrDefault(name) is { } former && !ReferenceEquals(former, tensor)) former.Dispose();
        return Buffers[name] = tensor.DetachFromDisposeScope();
    }

    internal void Warn(string text)
    {
        if (_warnings.Add(text)) Warned?.Invoke(text);
    }

    internal IReadOnlyDictionary<string, double[]> GetNumbers()
    {
        var state = Parameters.ToDictionary(pair => pair.Key, pair => TrainingStep.Numbers(pair.Value));
        foreach (var (name, numbers) in Numbers)
            state.Add(name, [.. numbers]);
        return state;
    }

    internal void SetNumbers(IReadOnlyDictionary<string, double[]> state, string combiner)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        foreach (var (name, parameter) in Parameters)
        {
            var values = torch.tensor(Entry(state, name, (int)parameter.NumberOfElements, combiner), dtype: parameter.dtype);
            parameter.copy_(values.reshape(parameter.shape));
        }
        foreach (var (name, numbers) in Numbers)
            Entry(state, name, numbers.Length, combiner).CopyTo(numbers, 0);
    }

    internal IReadOnlyDictionary<string, Tensor> GetBuffers() => Buffers.ToDictionary(pair => pair.Key, pair => pair.Value.clone());

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
        foreach (var parameter in Parameters.Values)
            parameter.Dispose();
        DisposeBuffers();
    }

    private void DisposeBuffers()
    {
        foreach (var buffer in Buffers.Values)
            buffer.Dispose();
        Buffers.Clear();
    }

    private static double[] Entry(IReadOnlyDictionary<string, double[]> state, string name, int length, string combiner) =>
        state.TryGetValue(name, out var values) && values.Length == length ? values : throw new ArgumentException(
            $"The state of combiner '{combiner}' must have {length} numbers for '{name}', but has {(values is null ? "none" : values.Length)}.",
            nameof(state));
}

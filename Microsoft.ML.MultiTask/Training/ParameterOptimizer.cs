using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Updates parameters by their gradients. A parameter without a gradient is left alone, and so is its state.</summary>
/// <param name="parameters">float32 leaves on one device; not owned.</param>
internal abstract class ParameterOptimizer(IReadOnlyList<Parameter> parameters) : IDisposable
{
    private readonly Dictionary<string, Tensor[]> _state = [];
    private readonly Dictionary<int, Tensor> _collected = [];        // sums of gradients, by parameter

    internal IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Steps taken.</summary>
    protected long Steps { get; set; }

    /// <summary>The names of what is remembered for each parameter.</summary>
    protected abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Takes one step.</summary>
    internal abstract void Step(double learningRate);

    /// <summary>Drops the gradients, so that the next backward pass need not add to them.</summary>
    internal void ZeroGradients()
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
    }

    /// <summary>Adds the gradients to a sum that is kept, and drops them.</summary>
    internal void CollectGradients()
    {
        ForEach((i, gradient) =>
        {
            if (_collected.TryGetValue(i, out var sum)) sum.Add(gradient);
            else _collected[i] = gradient.clone().DetachFromDisposeScope();
        });
        ZeroGradients();
    }

    /// <summary>Makes the sums, times a factor, the gradients.</summary>
    internal void TakeGradients(double factor)
    {
        using var noGradients = no_grad();
        foreach (var (i, sum) in _collected)
        {
            sum.Scale(factor);
            parameters[i].grad = sum;
        }
        DropCollected();
    }

    /// <summary>Drops the sums.</summary>
    internal void DropCollected()
    {
        foreach (var sum in _collected.Values)
            sum.Dispose();                                          // a parameter's gradient is a reference of its own
        _collected.Clear();
    }

    /// <summary>Adds what is remembered, which stays the optimizer's, and the number of steps, which the caller's dispose scope owns.</summary>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="tensors">Added to.</param>
    internal void Save(string prefix, IDictionary<string, Tensor> tensors)
    {
        tensors.Add($"{prefix}.steps", tensor(Steps));
        foreach (var (name, values) in _state)
            for (int i = 0; i < values.Length; i++)
                tensors.Add($"{prefix}.{name}.{i}", values[i]);
    }

    /// <summary>Takes over what <see cref="Save"/> added.</summary>
    /// <exception cref="KeyNotFoundException">A tensor is missing.</exception>
    internal void Load(string prefix, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var noGradients = no_grad();
        Steps = tensors[$"{prefix}.steps"].item<long>();
        foreach (var name in StateNames.Where(name => tensors.ContainsKey($"{prefix}.{name}.0")))
            for (int i = 0; i < parameters.Count; i++)
                State(name)[i].copy_(tensors[$"{prefix}.{name}.{i}"]);
    }

    public void Dispose()
    {
        foreach (var tensor in _state.Values.SelectMany(values => values))
            tensor.Dispose();
        DropCollected();
    }

    /// <summary>What is remembered for each parameter, of its shape; zeros at first.</summary>
    protected Tensor[] State(string name)
    {
        if (_state.TryGetValue(name, out var values)) return values;
        using var noGradients = no_grad();
        return _state[name] = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
    }

    /// <summary>Calls <paramref name="update"/> with each parameter's index and gradient, in a dispose scope and without recording.</summary>
    protected void ForEach(Action<int, Tensor> update)
    {
        using var noGradients = no_grad();
        for (int i = 0; i < parameters.Count; i++)
        {
            using var scope = NewDisposeScope();
            if (parameters[i].grad is { } gradient)
                update(i, gradient);
        }
    }
}

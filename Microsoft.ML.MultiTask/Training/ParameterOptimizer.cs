using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Updates parameters by their gradients. A parameter without a gradient is left alone, and so is its state.</summary>
/// <param name="parameters">float32 leaves on one device; not owned.</param>
internal abstract class ParameterOptimizer(IReadOnlyList<Parameter> parameters) : IDisposable
{
    private readonly List<Tensor> _state = [];

    internal IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Takes one step.</summary>
    internal abstract void Step(double learningRate);

    /// <summary>Drops the gradients, so that the next backward pass need not add to them.</summary>
    internal void ZeroGradients()
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
    }

    public void Dispose()
    {
        foreach (var tensor in _state)
            tensor.Dispose();
    }

    /// <summary>Zeros of each parameter's shape, which <see cref="Dispose"/> frees.</summary>
    protected Tensor[] CreateState()
    {
        using var noGradients = no_grad();
        Tensor[] zeros = [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        _state.AddRange(zeros);
        return zeros;
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

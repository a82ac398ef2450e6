using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>A copy of a network's weights and buffers. Owns it.</summary>
internal sealed class WeightCopy : IDisposable
{
    private readonly Dictionary<string, Tensor> _copy = [];

    /// <summary>The copied tensors by name; empty where nothing was copied yet.</summary>
    internal IReadOnlyDictionary<string, Tensor> Weights => _copy;

    /// <summary>Copies weights in place of those that are kept.</summary>
    internal void Keep(IReadOnlyDictionary<string, Tensor> weights)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        foreach (var (name, tensor) in weights)
        {
            if (_copy.TryGetValue(name, out var kept)) kept.copy_(tensor);
            else _copy[name] = tensor.detach().clone().DetachFromDisposeScope();
        }
    }

    /// <summary>Puts the copy into a network, if there is one.</summary>
    /// <param name="network">A network of the same layers.</param>
    /// <param name="source">What the copy is, for messages.</param>
    internal void Restore(nn.Module network, string source)
    {
        if (_copy.Count > 0) NetworkWeights.CopyInto(network, _copy, source);
    }

    public void Dispose()
    {
        foreach (var tensor in _copy.Values)
            tensor.Dispose();
    }
}

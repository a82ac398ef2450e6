using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// The exponential moving average of a network's weights and running statistics: after each step average += (1 - d) · (weight - average), with
/// d = min(decay, (1 + t) / (10 + t)) after t steps, so that the initial weights are soon forgotten. Owns the average.
/// </summary>
/// <param name="network">The network in training.</param>
/// <param name="decay">In (0, 1); null for no average.</param>
internal sealed class WeightAverage(nn.Module network, double? decay) : IDisposable
{
    private readonly Dictionary<string, Tensor> _average = [];

    /// <summary>The average by name; empty before the first step, and where there is none. Owned by this.</summary>
    internal IReadOnlyDictionary<string, Tensor> Weights => _average;

    /// <summary>Takes over the weights after a step.</summary>
    /// <param name="steps">t, the steps before it.</param>
    internal void Add(long steps)
    {
        if (decay is not { } most) return;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        if (_average.Count == 0)
        {
            Keep(network.state_dict());
            return;
        }
        double share = 1 - Math.Min(most, (1.0 + steps) / (10.0 + steps));
        foreach (var (name, tensor) in network.state_dict())
        {
            if (tensor.is_floating_point())
                _average[name].AddScaled(tensor - _average[name], share);                   // exact where they are equal
            else
                _average[name].copy_(tensor);
        }
    }

    /// <summary>Puts the average into the network, if there is one.</summary>
    /// <returns>Puts the weights back when it is disposed.</returns>
    internal IDisposable Use()
    {
        if (_average.Count == 0) return new Weight([]);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var weights = network.state_dict().ToDictionary(pair => pair.Value, pair => pair.Value.detach().clone().DetachFromDisposeScope());
        Restore();
        return new Weight(weights);
    }

    /// <summary>Puts the average into the network for good, if there is one.</summary>
    internal void Restore()
    {
        if (_average.Count > 0) NetworkWeights.CopyInto(network, _average, "the average");
    }

    /// <summary>Copies an average of the same network, as a checkpoint has it.</summary>
    internal void Keep(IReadOnlyDictionary<string, Tensor> weights)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        foreach (var (name, tensor) in weights)
            _average[name] = tensor.detach().clone().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in _average.Values)
            tensor.Dispose();
    }

    private sealed class Weight(Dictionary<Tensor, Tensor> copies) : IDisposable
    {
        public void Dispose()
        {
            using var noGradients = no_grad();
            foreach (var (tensor, copy) in copies)
            {
                tensor.copy_(copy);
                copy.Dispose();
            }
        }
    }
}

using Microsoft.ML.MultiTask.Kernels;
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
    private const string Name = "the average";

    private readonly WeightCopy _average = new();

    /// <summary>The average by name; empty before the first step, and where there is none. Owned by this.</summary>
    internal IReadOnlyDictionary<string, Tensor> Weights => _average.Weights;

    /// <summary>Takes over the weights after a step.</summary>
    /// <param name="steps">t, the steps before it.</param>
    internal void Add(long steps)
    {
        if (decay is not { } most) return;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        if (Weights.Count == 0)
        {
            _average.Keep(network.state_dict());
            return;
        }
        double share = 1 - Math.Min(most, (1.0 + steps) / (10.0 + steps));
        foreach (var (name, tensor) in network.state_dict())
        {
            if (tensor.is_floating_point())
                Weights[name].AddScaled(tensor - Weights[name], share);                     // exact where they are equal
            else
                Weights[name].copy_(tensor);
        }
    }

    /// <summary>Puts the average into the network, if there is one.</summary>
    /// <returns>Puts the weights back when it is disposed.</returns>
    internal IDisposable Use()
    {
        var weights = new WeightCopy();
        if (Weights.Count > 0) weights.Keep(network.state_dict());
        Restore();
        return new Weight(network, weights);
    }

    /// <summary>Puts the average into the network for good, if there is one.</summary>
    internal void Restore() => _average.Restore(network, Name);

    /// <summary>Copies an average of the same network, as a checkpoint has it.</summary>
    internal void Keep(IReadOnlyDictionary<string, Tensor> weights) => _average.Keep(weights);

    public void Dispose() => _average.Dispose();

    private sealed class Weight(nn.Module network, WeightCopy weights) : IDisposable
    {
        public void Dispose()
        {
            weights.Restore(network, "the weights");
            weights.Dispose();
        }
    }
}

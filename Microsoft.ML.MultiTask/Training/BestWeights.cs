using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Keeps a copy of the weights of the best epoch, and says when the epochs since have been too many.</summary>
/// <param name="network">The network in training.</param>
/// <param name="settings">When to stop; null to keep nothing and never stop.</param>
/// <param name="warn">Told of a loss that is not finite.</param>
internal sealed class BestWeights(nn.Module network, EarlyStopping? settings, Action<string> warn) : IDisposable
{
    private readonly Dictionary<string, Tensor> _copy = [];

    /// <summary>The weights of the best epoch by name; empty where none was measured. Owned by this.</summary>
    internal IReadOnlyDictionary<string, Tensor> Weights => _copy;

    /// <summary>Keeps the weights if the epoch is the best so far; returns whether training should stop.</summary>
    /// <remarks>The criterion is the geometric mean of the losses of the tasks with labels; infinite if one of them is not finite.</remarks>
    internal bool Offer(TrainingPosition position, EpochRecord record, IReadOnlyList<string> labelled)
    {
        if (settings is null) return false;
        double criterion = Criterion(record, labelled);
        if (position.BestEpoch is { } best && !(criterion < position.BestCriterion * (1 - settings.MinimumImprovement)))
            return record.Epoch - best >= settings.Patience;
        (position.BestCriterion, position.BestEpoch) = (criterion, record.Epoch);
        Keep(network.state_dict());
        return false;
    }

    /// <summary>Puts the best epoch's weights back, if there are any.</summary>
    internal void Restore()
    {
        if (_copy.Count > 0) NetworkWeights.CopyInto(network, _copy, "the best epoch");
    }

    /// <summary>Copies weights in place of those that are kept.</summary>
    internal void Keep(IReadOnlyDictionary<string, Tensor> weights)
    {
        using var noGradients = no_grad();
        foreach (var (name, tensor) in weights)
        {
            if (_copy.TryGetValue(name, out var kept)) kept.copy_(tensor);
            else _copy[name] = tensor.detach().clone().DetachFromDisposeScope();
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _copy.Values)
            tensor.Dispose();
    }

    private double Criterion(EpochRecord record, IReadOnlyList<string> labelled)
    {
        foreach (var name in labelled.Where(name => !double.IsFinite(record.ValidationLosses[name])))
        {
            warn(FormattableString.Invariant($"The validation loss of task '{name}' became {record.ValidationLosses[name]} in epoch {record.Epoch}, ")
                + "which therefore is not the best.");
            return double.PositiveInfinity;
        }
        return Math.Exp(labelled.Average(name => Math.Log(Math.Max(record.ValidationLosses[name], 1e-30))));
    }
}

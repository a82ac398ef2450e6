using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Keeps a copy of the weights of the best epoch, and says when the epochs since have been too many.</summary>
/// <param name="network">The network in training.</param>
/// <param name="settings">When to stop; null to keep nothing and never stop.</param>
/// <param name="warn">Told of a loss that is not finite.</param>
internal sealed class BestWeights(nn.Module network, EarlyStopping? settings, Action<string> warn) : IDisposable
{
    private readonly WeightCopy _best = new();

    /// <summary>The weights of the best epoch by name; empty where none was measured. Owned by this.</summary>
    internal IReadOnlyDictionary<string, Tensor> Weights => _best.Weights;

    /// <summary>Keeps the weights if the epoch is the best so far; returns whether training should stop.</summary>
    internal bool Offer(TrainingPosition position, EpochRecord record, IReadOnlyList<string> labelled)
    {
        if (settings is null) return false;
        double cost = Cost(record, labelled);
        double least = position.BestCriterion;
        if (position.BestEpoch is { } best && !(cost < (double.IsFinite(least) ? least - settings.MinimumImprovement * Math.Abs(least) : least)))
            return record.Epoch - best >= settings.Patience;
        (position.BestCriterion, position.BestEpoch) = (cost, record.Epoch);
        Keep(network.state_dict());
        return false;
    }

    /// <summary>Puts the best epoch's weights back, if there are any.</summary>
    internal void Restore() => _best.Restore(network, "the best epoch");

    /// <summary>Copies weights in place of those that are kept.</summary>
    internal void Keep(IReadOnlyDictionary<string, Tensor> weights) => _best.Keep(weights);

    public void Dispose() => _best.Dispose();

    /// <summary>The criterion, its sign such that less is better; infinite where it, or a loss, is not finite.</summary>
    private double Cost(EpochRecord record, IReadOnlyList<string> labelled)
    {
        var (criterion, wrong) = (settings!.Criterion, labelled.Where(name => !double.IsFinite(record.ValidationLosses[name])).ToArray());
        foreach (var name in wrong)
            Warn($"The validation loss of task '{name}'", record.ValidationLosses[name]);
        if (wrong.Length > 0) return double.PositiveInfinity;
        double value = criterion.Value(record, labelled);
        if (double.IsFinite(value)) return criterion.IsHigherBetter ? -value : value;
        Warn($"The criterion '{criterion.Name}'", value);
        return double.PositiveInfinity;

        void Warn(string what, double value) =>
            warn(FormattableString.Invariant($"{what} became {value} in epoch {record.Epoch}, which therefore is not the best."));
    }
}

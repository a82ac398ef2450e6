using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Keeps a copy of the weights of the best epoch, and says when the epochs since have been too many.</summary>
internal sealed class BestWeights(nn.Module network, EarlyStopping? settings) : IDisposable
{
    private readonly Dictionary<string, Tensor> _copy = [];
    private double _best = double.PositiveInfinity;
    private int _bestEpoch = -1;

    /// <summary>Keeps the weights if the epoch is the best so far; returns whether training should stop.</summary>
    internal bool Offer(EpochRecord record)
    {
        if (settings is null) return false;
        var logarithms = record.ValidationLosses.Values.Where(double.IsFinite).Select(loss => Math.Log(Math.Max(loss, 1e-30)));
        double criterion = Math.Exp(logarithms.DefaultIfEmpty(0).Average());
        if (_bestEpoch >= 0 && !(criterion < _best * (1 - settings.MinimumImprovement)))
            return record.Epoch - _bestEpoch >= settings.Patience;
        (_best, _bestEpoch) = (criterion, record.Epoch);
        Keep();
        return false;
    }

    /// <summary>Puts the best epoch's weights back, and returns that epoch; null where there is no early stopping.</summary>
    internal int? Restore()
    {
        if (_bestEpoch < 0) return null;
        using var noGradients = no_grad();
        foreach (var (name, tensor) in network.state_dict())
            tensor.copy_(_copy[name]);
        return _bestEpoch;
    }

    private void Keep()
    {
        using var noGradients = no_grad();
        foreach (var (name, tensor) in network.state_dict())
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
}

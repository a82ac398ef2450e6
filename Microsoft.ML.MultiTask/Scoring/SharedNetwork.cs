using Microsoft.ML.MultiTask.Networks;
using TorchSharp;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// A trained network, and its folded copies for scoring, that transformers and engines share. Reference-counted: freed when the last of them
/// releases it. Whoever computes with it holds a reference meanwhile, so that it is not freed before the result is there. Thread-safe.
/// </summary>
internal sealed class SharedNetwork
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EncoderPrecision, MultiNetPlusPlusNetwork> _folded = [];
    private int _references = 1;
    private int _hasWarned;

    /// <param name="model">The network with its tasks; owned. Set to evaluation, and detached from the dispose scope it was made in.</param>
    internal SharedNetwork(MultiTaskModel model)
    {
        Model = model;
        model.Network.eval();
        model.Network.DetachFromDisposeScope();
    }

    internal MultiTaskModel Model { get; }

    /// <summary>Whether this is the first call: a warning is given once.</summary>
    internal bool IsFirstWarning() => Interlocked.Exchange(ref _hasWarned, 1) == 0;

    /// <summary>Adds a reference, to be released once.</summary>
    /// <returns>Whether it was added; false if the network has been freed.</returns>
    internal bool TryAddReference()
    {
        lock (_lock)
        {
            if (_references == 0) return false;
            _references++;
            return true;
        }
    }

    /// <summary>Releases a reference.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            if (--_references > 0) return;
            foreach (var folded in _folded.Values)
                folded.Dispose();
            _folded.Clear();
            Model.Dispose();
        }
    }

    /// <summary>The network with batch normalisation folded into its convolutions; made at the first use, owned by this.</summary>
    internal MultiNetPlusPlusNetwork Fold(EncoderPrecision precision)
    {
        lock (_lock)
        {
            if (!_folded.TryGetValue(precision, out var folded))
                _folded[precision] = folded = Model.Fold(precision);
            return folded;
        }
    }
}

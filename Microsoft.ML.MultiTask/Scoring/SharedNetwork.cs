using Microsoft.ML.MultiTask.Networks;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// A trained network, and its folded copies for scoring, that transformers and engines share. Reference-counted: freed when the last of them
/// releases it. Thread-safe.
/// </summary>
/// <param name="model">The network with its tasks; owned.</param>
internal sealed class SharedNetwork(MultiTaskModel model)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EncoderPrecision, FoldedNetwork> _folded = [];
    private int _references = 1;

    internal MultiTaskModel Model => model;

    /// <summary>Adds a reference, to be released once.</summary>
    internal SharedNetwork AddReference()
    {
        lock (_lock)
            _references++;
        return this;
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
            model.Dispose();
        }
    }

    /// <summary>The network with batch normalisation folded into its convolutions; made at the first use, owned by this.</summary>
    internal FoldedNetwork Fold(EncoderPrecision precision)
    {
        lock (_lock)
        {
            if (!_folded.TryGetValue(precision, out var folded))
                _folded[precision] = folded = new FoldedNetwork(model.Network, precision);
            return folded;
        }
    }
}

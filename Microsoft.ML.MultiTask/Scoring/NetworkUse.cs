using Microsoft.ML.MultiTask.Networks;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>One computation with a shared network, which is not freed before this is disposed.</summary>
/// <param name="network">The network; the use owns one reference.</param>
/// <param name="precision">What the encoder computes in.</param>
internal readonly struct NetworkUse(SharedNetwork network, EncoderPrecision precision) : IDisposable
{
    internal MultiTaskModel Model => network.Model;

    /// <summary>The network that scores, folded at its first use; not to be disposed by the caller.</summary>
    internal MultiNetPlusPlusNetwork Network => network.Fold(precision);

    public void Dispose() => network.Release();
}

using Microsoft.ML.MultiTask.Networks.Encoders;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>
/// A network as it scores: the encoder's batch normalisations are part of its convolutions. A snapshot of the network's weights, whose
/// encoder part it owns; the decoders are the network's own.
/// </summary>
internal sealed class FoldedNetwork : IDisposable
{
    private readonly MultiNetPlusPlusNetwork _network;
    private readonly EncoderUnits _encoder;
    private readonly ScalarType _type;

    internal FoldedNetwork(MultiNetPlusPlusNetwork network, EncoderPrecision precision)
    {
        _network = network;
        _type = precision == EncoderPrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        _encoder = network.EncoderUnits.Fold(_type);
    }

    /// <summary>Runs the encoder once over all streams.</summary>
    /// <param name="frames">float32 [S*N, 3, H, W], normalised: the N current frames, then their N predecessors, and so on.</param>
    /// <returns>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</returns>
    internal IReadOnlyList<Tensor> Forward(Tensor frames)
    {
        using var scope = NewDisposeScope();
        var outputs = Decode(_network.PerStream(Encode(frames)));
        return [.. outputs.Select(output => output.MoveToOuterDisposeScope())];
    }

    /// <summary>Frames' features, to be kept and given to <see cref="Decode"/> with their successors'.</summary>
    /// <param name="frames">float32 [N, 3, H, W], normalised.</param>
    /// <returns>In the encoder's precision; the caller's dispose scope owns them.</returns>
    internal FeaturePyramid Encode(Tensor frames)
    {
        using var x = frames.to(_type);
        return _encoder.Forward(x);
    }

    /// <summary>Aggregates the streams' features and decodes every task.</summary>
    /// <param name="perStream">S pyramids, the current frame's first.</param>
    /// <returns>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</returns>
    internal IReadOnlyList<Tensor> Decode(IReadOnlyList<FeaturePyramid> perStream) => _network.Decode(perStream);

    public void Dispose() => _encoder.Dispose();
}

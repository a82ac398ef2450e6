using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// MultiNet++ (Chennupati et al., CVPR Workshops 2019, arXiv:1904.08492, figure 2): one encoder shared by all frames, an aggregation
/// per level, one decoder per task.
/// </summary>
internal sealed class MultiNetPlusPlusNetwork : nn.Module
{
    /// <summary>Height and width of the input must be multiples of this, the encoder's coarsest stride.</summary>
    internal const int SizeMultiple = 32;

    private readonly ResNetEncoder encoder;
    private readonly DecoderSet decoders;
    private readonly FrameAggregation _aggregation;

    internal MultiNetPlusPlusNetwork(NetworkSettings settings, IReadOnlyList<DenseTask> tasks) : base(nameof(MultiNetPlusPlusNetwork))
    {
        _aggregation = settings.Aggregation;
        Streams = settings.Streams;
        int maps = settings.Aggregation == FrameAggregation.Concatenation ? settings.Streams : 1;
        encoder = new ResNetEncoder(settings.Encoder, settings.Layout);
        decoders = new DecoderSet(tasks, Array.ConvertAll(encoder.Widths, w => w * maps));
        RegisterComponents();
    }

    /// <summary>S, the number of frames that the network looks at.</summary>
    internal int Streams { get; }

    /// <summary>Runs the encoder once over all streams.</summary>
    /// <param name="frames">float32 [S*N, 3, H, W], normalised: the N current frames, then their N predecessors, and so on.</param>
    /// <returns>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</returns>
    internal IReadOnlyList<Tensor> forward(Tensor frames)
    {
        using var scope = NewDisposeScope();
        return [.. Decode(PerStream(encoder.forward(frames))).Select(output => output.MoveToOuterDisposeScope())];
    }

    /// <summary>Takes the features of all frames, [S*N, C, h, w], apart into S pyramids, the current frame's first.</summary>
    internal FeaturePyramid[] PerStream(FeaturePyramid features) => [.. Enumerable.Range(0, Streams)
        .Select(s => features.Select(f => f.narrow(0, s * f.shape[0] / Streams, f.shape[0] / Streams)))];

    /// <summary>Frames' features: one frame's to be kept and given to <see cref="Decode"/> with its successors'.</summary>
    /// <param name="frame">float32 [N, 3, H, W], normalised.</param>
    internal FeaturePyramid Encode(Tensor frame) => encoder.forward(frame);

    /// <summary>Aggregates the streams' features and decodes every task.</summary>
    /// <param name="perStream">S pyramids, the current frame's first.</param>
    /// <returns>Each task's output in the order of the tasks, float32 [N, C, H, W].</returns>
    internal IReadOnlyList<Tensor> Decode(IReadOnlyList<FeaturePyramid> perStream)
    {
        using var scope = NewDisposeScope();
        var (eighth, sixteenth, thirtySecond) = (Join(p => p.Eighth), Join(p => p.Sixteenth), Join(p => p.ThirtySecond));
        return [.. decoders.forward(eighth, sixteenth, thirtySecond).Select(output => output.MoveToOuterDisposeScope())];

        Tensor Join(Func<FeaturePyramid, Tensor> level)
        {
            var maps = perStream.Select(level).ToArray();
            if (maps.Length == 1) return maps[0];
            if (_aggregation == FrameAggregation.Concatenation) return cat(maps, 1);      // [N, S*C, h, w]
            var sum = maps.Aggregate((a, b) => a + b);                                    // [N, C, h, w]
            return _aggregation == FrameAggregation.Sum ? sum : sum / maps.Length;
        }
    }
}

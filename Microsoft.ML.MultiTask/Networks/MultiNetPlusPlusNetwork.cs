using Microsoft.ML.MultiTask.Networks.Decoders;
using Microsoft.ML.MultiTask.Networks.Encoders;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

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
    private readonly EncoderPrecision _precision;

    internal MultiNetPlusPlusNetwork(NetworkSettings settings, IReadOnlyList<DenseTask> tasks) : base(nameof(MultiNetPlusPlusNetwork))
    {
        _aggregation = settings.Aggregation;
        _precision = settings.Precision;
        Streams = settings.Streams;
        int maps = settings.Aggregation == FrameAggregation.Concatenation ? settings.Streams : 1;
        encoder = new ResNetEncoder(settings.Encoder, settings.Layout);
        decoders = new DecoderSet(tasks, Array.ConvertAll(encoder.Widths, w => w * maps));
        RegisterComponents();
    }

    /// <summary>S, the number of frames that the network looks at.</summary>
    internal int Streams { get; }

    /// <summary>The encoder's computation, for <see cref="FoldedNetwork"/>.</summary>
    internal EncoderUnits EncoderUnits => encoder.Units;

    /// <summary>Runs the encoder once over all streams.</summary>
    /// <param name="frames">float32 [S*N, 3, H, W], normalised: the N current frames, then their N predecessors, and so on.</param>
    /// <returns>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</returns>
    internal IReadOnlyList<Tensor> forward(Tensor frames)
    {
        using var scope = NewDisposeScope();
        return [.. Decode(PerStream(Encode(frames))).Select(output => output.MoveToOuterDisposeScope())];
    }

    /// <summary>Frames' features.</summary>
    /// <param name="frames">float32 [N, 3, H, W], normalised.</param>
    /// <returns>In the encoder's precision; the caller's dispose scope owns them.</returns>
    internal FeaturePyramid Encode(Tensor frames)
    {
        if (_precision == EncoderPrecision.Full) return encoder.forward(frames);
        using var x = frames.to(ScalarType.BFloat16);
        return encoder.forward(x);
    }

    /// <summary>Parts the features of all streams' frames.</summary>
    /// <param name="features">Of S*N frames as <see cref="forward"/> takes them.</param>
    /// <returns>S pyramids of N frames each, views, or the one itself; the caller's dispose scope owns them.</returns>
    internal FeaturePyramid[] PerStream(FeaturePyramid features)
    {
        if (Streams == 1) return [features];
        var (eighth, sixteenth, thirtySecond) = (Part(features.Eighth), Part(features.Sixteenth), Part(features.ThirtySecond));
        return [.. Enumerable.Range(0, Streams).Select(s => new FeaturePyramid(eighth[s], sixteenth[s], thirtySecond[s]))];

        Tensor[] Part(Tensor level) => level.chunk(Streams, 0);              // one node: its gradient is put together, not added up
    }

    /// <summary>Aggregates the streams' features and decodes every task.</summary>
    /// <param name="perStream">S pyramids, the current frame's first, in the encoder's precision.</param>
    /// <returns>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</returns>
    internal IReadOnlyList<Tensor> Decode(IReadOnlyList<FeaturePyramid> perStream)
    {
        using var scope = NewDisposeScope();
        var aggregated = new FeaturePyramid(Join(p => p.Eighth), Join(p => p.Sixteenth), Join(p => p.ThirtySecond));
        return [.. decoders.forward(aggregated).Select(output => output.MoveToOuterDisposeScope())];

        Tensor Join(Func<FeaturePyramid, Tensor> level)
        {
            var joined = Aggregate([.. perStream.Select(level)]);
            return joined.dtype == ScalarType.BFloat16 ? joined.to(ScalarType.Float32) : joined;
        }
    }

    private Tensor Aggregate(Tensor[] maps)
    {
        if (maps.Length == 1) return maps[0];
        if (_aggregation == FrameAggregation.Concatenation) return cat(maps, 1);      // [N, S*C, h, w]
        var sum = maps.Aggregate((a, b) => a + b);                                    // [N, C, h, w]
        return _aggregation == FrameAggregation.Sum ? sum : sum / maps.Length;
    }
}

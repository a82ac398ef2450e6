using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.MultiTask.Networks.Aggregations;
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

    private readonly nn.Module<Tensor, FeaturePyramid> encoder;
    private readonly DecoderSet decoders;
    private readonly NetworkSettings _settings;
    private readonly IReadOnlyList<DenseTask> _tasks;

    /// <param name="settings">Encoder, aggregation, streams, precision.</param>
    /// <param name="tasks">The tasks, in the order of the decoders.</param>
    /// <param name="isFolded">Whether batch normalisation is part of the convolutions: the network that scores.</param>
    internal MultiNetPlusPlusNetwork(NetworkSettings settings, IReadOnlyList<DenseTask> tasks, bool isFolded = false)
        : base(nameof(MultiNetPlusPlusNetwork))
    {
        (_settings, _tasks) = (settings, tasks);
        encoder = settings.Encoder.CreateEncoder(settings.Layout, isFolded);
        decoders = new DecoderSet(
            tasks, settings.DecoderOf, [.. settings.Encoder.Channels.Select(c => StreamAggregation.Channels(settings.Aggregation, c, Streams))], isFolded);
        RegisterComponents();
    }

    /// <summary>The encoder; owned by this.</summary>
    internal nn.Module Encoder => encoder;

    /// <summary>S, the number of frames that the network looks at.</summary>
    internal int Streams => _settings.Streams;

    /// <summary>Which of the levels that are kept each task's decoder uses, the finest first.</summary>
    internal bool[][] UsedLevels => decoders.UsedLevels;

    /// <summary>Whether the encoder normalises over a batch of frames.</summary>
    internal bool NormalizesFrames => encoder.modules().OfType<BatchNorm2d>().Any();

    /// <summary>Whether a decoder normalises over a batch of rows.</summary>
    internal bool NormalizesAggregated => decoders.modules().OfType<BatchNorm2d>().Any();

    private ScalarType EncoderType => _settings.Precision == EncoderPrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>A snapshot of this network for scoring: batch normalisation folded into the convolutions, the encoder's weights in its precision.</summary>
    /// <param name="precision">What the encoder computes in.</param>
    /// <param name="device">Where this network is.</param>
    /// <returns>A network of its own, in evaluation; the caller disposes it.</returns>
    internal MultiNetPlusPlusNetwork Fold(EncoderPrecision precision, Device device)
    {
        var folded = new MultiNetPlusPlusNetwork(_settings with { Precision = precision }, _tasks, isFolded: true);
        folded.to(device);
        folded.encoder.to(folded.EncoderType);
        BatchNormFolding.Fold(this, folded);
        folded.eval();
        folded.DetachFromDisposeScope();
        foreach (var convolution in folded.encoder.modules().OfType<ConvolutionLayer>().Concat(folded.decoders.Convolutions))
            convolution.IsForScoring = true;
        return folded;
    }

    /// <summary>Takes the weights out of the dispose scope of the caller's that was open when they were made, so that they outlive it.</summary>
    internal void DetachFromDisposeScope()
    {
        foreach (var tensor in state_dict().Values)
            tensor.DetachFromDisposeScope();
    }

    /// <summary>Runs the encoder once over all streams, then the aggregation and the decoders.</summary>
    /// <param name="frames">float32 [S·N, 3, H, W], normalised: the N current frames, then the N before them, and so on.</param>
    /// <returns>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</returns>
    internal IReadOnlyList<Tensor> forward(Tensor frames)
    {
        using var scope = NewDisposeScope();
        return [.. Decode(SplitStreams(Encode(frames))).Select(output => output.MoveToOuterDisposeScope())];
    }

    /// <summary>The features of frames, one by one.</summary>
    /// <param name="frames">float32 [N, 3, H, W], normalised.</param>
    /// <returns>In the encoder's precision; the caller's dispose scope owns them.</returns>
    internal FeaturePyramid Encode(Tensor frames)
    {
        if (frames.dtype == EncoderType || _settings.Precision == EncoderPrecision.Full) return Features(frames);
        using var x = frames.to(EncoderType);
        return Features(x);

        FeaturePyramid Features(Tensor input) => encoder.forward(input).Checked(_settings.Encoder, input).Only(decoders.Levels);
    }

    /// <summary>Splits the features of all streams into those of each.</summary>
    /// <param name="features">Of S·N frames, as <see cref="forward"/> takes them.</param>
    /// <returns>S pyramids of N frames each, views, or the one itself; the caller's dispose scope owns them.</returns>
    internal FeaturePyramid[] SplitStreams(FeaturePyramid features)
    {
        if (Streams == 1) return [features];
        // chunk is one node, whose backward concatenates; S narrows would each make a full-size gradient and add them.
        return features.Split(Streams, level => level.chunk(Streams, 0));
    }

    /// <summary>Aggregates the streams' features and decodes every task.</summary>
    /// <param name="perStream">S pyramids, the current frame's first, in the encoder's precision.</param>
    /// <returns>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</returns>
    internal IReadOnlyList<Tensor> Decode(IReadOnlyList<FeaturePyramid> perStream)
    {
        using var scope = NewDisposeScope();
        var aggregated = FeaturePyramid.Join(perStream, Join);
        return [.. decoders.forward(aggregated).Select(output => output.MoveToOuterDisposeScope())];

        Tensor Join(Tensor[] maps)
        {
            var joined = StreamAggregation.Join(_settings.Aggregation, maps);
            return joined.dtype == ScalarType.BFloat16 ? joined.to(ScalarType.Float32) : joined;
        }
    }
}

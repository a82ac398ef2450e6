using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>A network with its tasks and its preprocessing: what training, scoring and streaming share. Owns the network.</summary>
internal sealed class MultiTaskModel : IDisposable
{
    private readonly Tensor _mean;
    private readonly Tensor _deviation;

    /// <param name="settings">What the model is made of.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="seed">The seed of the initial weights, which are the same on every device; null leaves them uninitialised.</param>
    internal MultiTaskModel(ModelSettings settings, IReadOnlyList<DenseTask> tasks, Device device, int? seed = null)
    {
        (Settings, Tasks, Device) = (settings, tasks, device);
        Network = new MultiNetPlusPlusNetwork(settings.Network, tasks);
        if (seed is { } drawn) WeightInitialization.Initialize(Network, drawn);              // before it leaves the CPU
        Network.to(device);
        using var scope = NewDisposeScope();
        _mean = Channels(settings.Normalization.Mean);
        _deviation = Channels(settings.Normalization.Deviation);

        Tensor Channels(IReadOnlyList<double> values) =>
            tensor(values.Select(v => (float)v).ToArray()).reshape(1, 3, 1, 1).to(device).DetachFromDisposeScope();
    }

    internal ModelSettings Settings { get; }

    internal IReadOnlyList<DenseTask> Tasks { get; }

    internal Device Device { get; }

    internal MultiNetPlusPlusNetwork Network { get; }

    /// <summary>A snapshot of the network for scoring, in evaluation; the caller disposes it.</summary>
    /// <param name="precision">What the encoder computes in; null for what it was trained in.</param>
    internal MultiNetPlusPlusNetwork Fold(EncoderPrecision? precision = null) => Network.Fold(precision ?? Settings.Network.Precision, Device);

    /// <summary>What the encoder sees: (value * scale - mean) / deviation per channel.</summary>
    /// <param name="pixels">uint8 or float32 [N, 3, H, W], R G B of 0 to 255.</param>
    /// <returns>float32 [N, 3, H, W], channels last.</returns>
    internal Tensor Normalize(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var x = ChannelsLast.From(pixels).to(ScalarType.Float32).Scaled(Settings.Normalization.Scale);
        x.sub_(_mean);
        x.div_(_deviation);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>The features of all frames, each level [S*N, C, h, w], from frames as <see cref="DeviceBatch.Frames"/> has them.</summary>
    /// <remarks>
    /// Views of the encoder's outputs: the gradient of a level is then that of the decoders alone, without what reaches it through the
    /// coarser levels.
    /// </remarks>
    internal FeaturePyramid Encode(Tensor pixels)
    {
        using var x = Normalize(pixels);
        using var levels = Network.Encode(x);
        return levels.Select(level => level.view(level.shape));
    }

    /// <summary>Each task's output, float32 [N, C, H, W], from what <see cref="Encode"/> gives.</summary>
    internal IReadOnlyList<Tensor> Decode(FeaturePyramid features) => Network.Decode(Network.SplitStreams(features));

    /// <summary>Each task's output in training, float32 [N, C, H, W], from frames as <see cref="DeviceBatch.Frames"/> has them.</summary>
    internal IReadOnlyList<Tensor> Forward(Tensor pixels)
    {
        using var x = Normalize(pixels);
        return Network.forward(x);
    }

    public void Dispose()
    {
        Network.Dispose();
        _mean.Dispose();
        _deviation.Dispose();
    }
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>The tasks' decoders, registered under the tasks' names in lower case.</summary>
/// <remarks>
/// Not a ModuleDict: TorchSharp's cannot be moved to another device or type, since it looks properties up by name and that class has two
/// indexers.
/// </remarks>
internal sealed class DecoderSet : nn.Module
{
    private readonly IReadOnlyList<(DecoderArchitecture Architecture, nn.Module<FeaturePyramid, Tensor> Module, int Outputs)> _inOrder;
    private readonly Fcn8Decoder[] _scored;                          // those of them whose scores are computed together

    /// <param name="tasks">The tasks, in the order of the decoders.</param>
    /// <param name="architecture">Of each task's decoder, by index.</param>
    /// <param name="channels">Channels of the aggregated features at 1/4, 1/8, 1/16 and 1/32.</param>
    /// <param name="isFolded">Whether batch normalisation is part of the convolutions.</param>
    internal DecoderSet(IReadOnlyList<DenseTask> tasks, Func<int, DecoderArchitecture> architecture, int[] channels, bool isFolded)
        : base(nameof(DecoderSet))
    {
        _inOrder = [.. tasks.Select((task, t) =>
            (architecture(t), architecture(t).CreateDecoder(channels, task.OutputChannels, isFolded), task.OutputChannels))];
        _scored = [.. _inOrder.Select(decoder => decoder.Module).OfType<Fcn8Decoder>()];
        Levels = _inOrder.Aggregate(FeatureLevels.None, (levels, decoder) => levels | decoder.Architecture.Levels);
        foreach (var (task, decoder) in tasks.Zip(_inOrder))
            register_module(task.Key, decoder.Module);
    }

    /// <summary>The levels that any of the decoders uses.</summary>
    internal FeatureLevels Levels { get; }

    /// <summary>Which of these each decoder uses, the finest first.</summary>
    internal bool[][] UsedLevels
    {
        get
        {
            FeatureLevels[] all = [FeatureLevels.Quarter, FeatureLevels.Eighth, FeatureLevels.Sixteenth, FeatureLevels.ThirtySecond];
            FeatureLevels[] kept = [.. all.Where(level => Levels.HasFlag(level))];
            return [.. _inOrder.Select(decoder => Array.ConvertAll(kept, level => decoder.Architecture.Levels.HasFlag(level)))];
        }
    }

    /// <summary>The convolutions that are computed one by one.</summary>
    internal IEnumerable<ConvolutionLayer> Convolutions =>
        _inOrder.Where(decoder => decoder.Module is not Fcn8Decoder).SelectMany(decoder => decoder.Module.modules()).OfType<ConvolutionLayer>();

    /// <summary>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</summary>
    /// <param name="features">The aggregated features, float32.</param>
    /// <exception cref="InvalidOperationException">A decoder's output is not of that shape and type.</exception>
    internal IReadOnlyList<Tensor> forward(FeaturePyramid features)
    {
        using var scope = NewDisposeScope();
        Tensor[][] scores = _scored.Length == 0 ? []
            : [Scores(0, features.Eighth), Scores(1, features.Sixteenth), Scores(2, features.ThirtySecond)];
        var outputs = new List<Tensor>();
        int next = 0;
        foreach (var (architecture, module, channels) in _inOrder)
        {
            var output = module is Fcn8Decoder fcn8 ? fcn8.Join(scores[0][next], scores[1][next], scores[2][next]) : module.forward(features);
            if (module is Fcn8Decoder) next++;
            Check(architecture, output, features.Frames, channels);
            outputs.Add(output.MoveToOuterDisposeScope());
        }
        return outputs;
    }

    private static void Check(DecoderArchitecture architecture, Tensor output, (long N, long H, long W) frames, int channels)
    {
        long[] expected = [frames.N, channels, frames.H, frames.W];
        if (!output.shape.SequenceEqual(expected))
            throw new InvalidOperationException(
                $"Decoder '{architecture}' must give [{string.Join(", ", expected)}] for such frames, but gave [{string.Join(", ", output.shape)}].");
    }

    /// <summary>The FCN8 decoders' scores of one level, float32 [N, C, h, w], by one convolution for all: the features are read once.</summary>
    private Tensor[] Scores(int level, Tensor features)
    {
        ConvolutionLayer[] layers = [.. _scored.Select(decoder => decoder.Scores[level])];
        Tensor weight = cat(Array.ConvertAll(layers, layer => layer.Weight), 0), bias = cat(Array.ConvertAll(layers, layer => layer.Bias!), 0);
        var all = nn.functional.conv2d(features, weight, bias);                             // [N, ΣC, h, w]
        var scores = new Tensor[layers.Length];
        long first = 0;
        for (int t = 0; t < layers.Length; t++)
        {
            long channels = layers[t].Weight.shape[0];
            scores[t] = all.narrow(1, first, channels);
            first += channels;
        }
        return scores;
    }
}

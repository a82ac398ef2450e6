using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>The tasks' decoders, registered under the tasks' names in lower case.</summary>
/// <remarks>
/// Not a ModuleDict: TorchSharp's cannot be moved to another device or type, since it looks properties up by name and that class has two
/// indexers.
/// </remarks>
internal sealed class DecoderSet : nn.Module
{
    private readonly IReadOnlyList<Fcn8Decoder> _inOrder;

    /// <param name="tasks">The tasks, in the order of the decoders.</param>
    /// <param name="widths">Channels of the aggregated features at 1/4, 1/8, 1/16 and 1/32.</param>
    internal DecoderSet(IReadOnlyList<DenseTask> tasks, int[] widths) : base(nameof(DecoderSet))
    {
        _inOrder = [.. tasks.Select(task => new Fcn8Decoder(widths[1..], task.OutputChannels))];
        foreach (var (task, decoder) in tasks.Zip(_inOrder))
            register_module(task.Key, decoder);
    }

    /// <summary>The levels that the decoders use.</summary>
    internal FeatureLevels Levels { get; } = FeatureLevels.Eighth | FeatureLevels.Sixteenth | FeatureLevels.ThirtySecond;

    /// <summary>Each task's output in the order of the tasks, float32 [N, C, H, W]; the caller's dispose scope owns them.</summary>
    /// <param name="features">The aggregated features, float32.</param>
    internal IReadOnlyList<Tensor> forward(FeaturePyramid features)
    {
        using var scope = NewDisposeScope();
        var (eighth, sixteenth, thirtySecond) = (Scores(0, features.Eighth), Scores(1, features.Sixteenth), Scores(2, features.ThirtySecond));
        return [.. _inOrder.Select((decoder, t) => decoder.forward(eighth[t], sixteenth[t], thirtySecond[t]).MoveToOuterDisposeScope())];
    }

    /// <summary>Each task's scores of one level, float32 [N, C, h, w], by one convolution for all: the features are read once.</summary>
    private Tensor[] Scores(int level, Tensor features)
    {
        ConvolutionLayer[] layers = [.. _inOrder.Select(decoder => decoder.Scores[level])];
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

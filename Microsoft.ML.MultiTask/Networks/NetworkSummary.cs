using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>How many parameters a network has, part by part.</summary>
/// <param name="Parts">The encoder, then each task's decoder.</param>
public sealed record NetworkSummary(IReadOnlyList<NetworkPart> Parts)
{
    /// <summary>The sum over all parts.</summary>
    public long Total => Parts.Sum(part => part.Parameters);

    /// <summary>
    /// Counts the trainable parameters. With <see cref="EncoderLayout.Keras"/> the encoder's count includes batch normalisation's moving
    /// mean and variance, as Keras' own counts and the paper's do.
    /// </summary>
    internal static NetworkSummary Of(NetworkSettings settings, IReadOnlyList<DenseTask> tasks)
    {
        TensorEngine.Load();
        using var scope = NewDisposeScope();
        using var network = new MultiNetPlusPlusNetwork(settings, tasks);
        var tensors = network.named_parameters().Select(p => (Name: p.name, Count: p.parameter.numel())).ToList();
        if (settings.Layout == EncoderLayout.Keras)
            tensors.AddRange(network.named_buffers().Where(b => b.name.StartsWith("encoder.", StringComparison.Ordinal)
                && b.name.Contains(".running_", StringComparison.Ordinal)).Select(b => (b.name, b.buffer.numel())));
        return new NetworkSummary([Part("encoder", "encoder."), .. tasks.Select(task => Part(task.Key, $"decoders.{task.Key}."))]);

        NetworkPart Part(string name, string prefix) =>
            new(name, tensors.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)).Sum(t => t.Count));
    }
}

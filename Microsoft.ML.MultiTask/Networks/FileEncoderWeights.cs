using Microsoft.ML.MultiTask.Persistence;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>Encoder weights in a file, whatever wrote it.</summary>
internal sealed class FileEncoderWeights(string path) : EncoderWeights
{
    private const string ParallelPrefix = "module.";                // torch.nn.DataParallel's

    public override string Name => path;

    public override IReadOnlyDictionary<string, Tensor> Load()
    {
        var tensors = path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) ? Safetensors.Load(path) : PyTorchFile.Load(path);
        if (tensors.Keys.All(name => name.StartsWith(ParallelPrefix, StringComparison.Ordinal)))
            tensors = Below(tensors, ParallelPrefix);
        return tensors.Keys.Any(name => name.StartsWith(NetworkWeights.EncoderPrefix, StringComparison.Ordinal))
            ? Below(tensors, NetworkWeights.EncoderPrefix) : tensors;
    }

    private static Dictionary<string, Tensor> Below(IReadOnlyDictionary<string, Tensor> tensors, string prefix) =>
        tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>Puts tensors from a file into a network of the same names and shapes.</summary>
internal static class NetworkWeights
{
    private const int NamesInMessage = 5;

    /// <param name="network">The network to fill.</param>
    /// <param name="weights">Tensors by name, on the CPU.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="InvalidDataException">Names or shapes differ; the message says which. Nothing was copied.</exception>
    internal static void CopyInto(nn.Module network, IReadOnlyDictionary<string, Tensor> weights, string source)
    {
        using var noGradients = no_grad();
        var own = network.state_dict();
        var differences = own.Where(p => !weights.ContainsKey(p.Key)).Select(p => $"'{p.Key}' is missing")
            .Concat(weights.Keys.Where(name => !own.ContainsKey(name)).Select(name => $"'{name}' is not of this network"))
            .Concat(own.Where(p => weights.TryGetValue(p.Key, out var w) && !w.shape.SequenceEqual(p.Value.shape))
                .Select(p => $"'{p.Key}' must be [{string.Join(", ", p.Value.shape)}] but is [{string.Join(", ", weights[p.Key].shape)}]")).ToArray();
        if (differences.Length > 0)
            throw new InvalidDataException(
                $"'{source}' holds the weights of another network; {differences.Length} tensors differ: "
                + $"{string.Join("; ", differences.Take(NamesInMessage))}{(differences.Length > NamesInMessage ? "; ..." : ".")}");
        foreach (var (name, tensor) in own)
            tensor.copy_(weights[name]);
    }
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>Puts tensors from a file into a network of the same names and shapes.</summary>
internal static class NetworkWeights
{
    /// <summary>What the names of the encoder's tensors begin with.</summary>
    internal const string EncoderPrefix = "encoder.";

    private const int NamesInMessage = 5;

    /// <summary>What the names of classifiers' tensors begin with in torchvision and timm.</summary>
    private static readonly string[] s_classifiers = ["fc.", "classifier.", "head."];

    /// <summary>What the names of a task's decoder's tensors begin with.</summary>
    internal static string DecoderPrefix(DenseTask task) => $"decoders.{task.Key}.";

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

    /// <summary>
    /// Puts weights into an encoder. A classifier's are passed over; biases that are missing become 0, but not those of a batch normalisation; its
    /// count of batches may be missing.
    /// </summary>
    /// <param name="encoder">The encoder to fill.</param>
    /// <param name="weights">The weights.</param>
    /// <returns>The number of biases that are missing.</returns>
    /// <exception cref="InvalidDataException">The source is damaged, or names or shapes differ; the message says which. Nothing was copied.</exception>
    internal static int CopyIntoEncoder(nn.Module encoder, EncoderWeights weights)
    {
        using var scope = NewDisposeScope();
        var own = encoder.state_dict();
        var given = weights.Load().Where(pair => own.ContainsKey(pair.Key) || !s_classifiers.Any(c => pair.Key.StartsWith(c, StringComparison.Ordinal)))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        int missing = 0;
        foreach (var (name, tensor) in own.Where(pair => !given.ContainsKey(pair.Key)))
        {
            string module = name[..(name.LastIndexOf('.') + 1)], kind = name[module.Length..];
            if (kind == "num_batches_tracked" || (kind == "bias" && !own.ContainsKey($"{module}running_mean")))
                given[name] = zeros_like(tensor);
            if (kind == "bias")
                missing++;
        }
        CopyInto(encoder, given, weights.Name);
        return missing;
    }
}

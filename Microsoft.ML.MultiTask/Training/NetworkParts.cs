using TorchSharp.Modules;

namespace Microsoft.ML.MultiTask;

/// <summary>A network's parameters by part: those that all tasks share, and each task's own.</summary>
internal sealed class NetworkParts
{
    internal NetworkParts(MultiTaskModel model)
    {
        var parameters = model.Network.named_parameters().ToArray();
        Encoder = Part("encoder.");
        Decoders = [.. model.Tasks.Select(task => Part($"decoders.{task.Key}."))];

        Parameter[] Part(string prefix) =>
            [.. parameters.Where(p => p.name.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p.parameter)];
    }

    /// <summary>The parameters that all tasks share.</summary>
    internal Parameter[] Encoder { get; }

    /// <summary>Each task's own.</summary>
    internal Parameter[][] Decoders { get; }
}

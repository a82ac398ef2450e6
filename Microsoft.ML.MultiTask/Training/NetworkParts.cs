using Microsoft.ML.MultiTask.Networks;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>A network's parameters by part: those that all tasks share, and each task's own.</summary>
internal sealed class NetworkParts
{
    private const string EncoderPrefix = "encoder.";

    internal NetworkParts(MultiTaskModel model)
    {
        var parameters = model.Network.named_parameters().ToArray();
        EncoderNames = [.. parameters.Select(p => p.name).Where(name => name.StartsWith(EncoderPrefix, StringComparison.Ordinal))];
        Encoder = Part(EncoderPrefix);
        UsedLevels = model.Network.UsedLevels;
        Decoders = [.. model.Tasks.Select(task => Part($"decoders.{task.Key}."))];

        Parameter[] Part(string prefix) =>
            [.. parameters.Where(p => p.name.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p.parameter)];
    }

    /// <summary>The parameters that all tasks share.</summary>
    internal Parameter[] Encoder { get; }

    /// <summary>Their names.</summary>
    internal string[] EncoderNames { get; }

    /// <summary>Which of the levels that the network keeps each task's decoder uses.</summary>
    internal bool[][] UsedLevels { get; }

    /// <summary>Each task's own.</summary>
    internal Parameter[][] Decoders { get; }
}

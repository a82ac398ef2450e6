using Microsoft.ML.MultiTask.Networks;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>A network's parameters by part: those that all tasks share, and each task's own.</summary>
internal sealed class NetworkParts
{
    private readonly MultiNetPlusPlusNetwork _network;
    private readonly string[] _frozenStatistics;                    // prefixes of names

    /// <param name="model">The network.</param>
    /// <param name="options">What of it is frozen; null for nothing.</param>
    internal NetworkParts(MultiTaskModel model, MultiNetPlusPlusOptions? options = null)
    {
        _network = model.Network;
        var parameters = _network.named_parameters().ToArray();
        IsEncoderFrozen = options?.EncoderTraining.FreezesWeights == true;
        FrozenDecoders = [.. model.Tasks.Select(task => options?.IsFrozen(task) == true)];
        EncoderNames = IsEncoderFrozen ? []
            : [.. parameters.Select(p => p.name).Where(name => name.StartsWith(NetworkWeights.EncoderPrefix, StringComparison.Ordinal))];
        Encoder = IsEncoderFrozen ? [] : Part(NetworkWeights.EncoderPrefix);
        UsedLevels = _network.UsedLevels;
        Decoders = [.. model.Tasks.Select(task => Part(NetworkWeights.DecoderPrefix(task)))];
        _frozenStatistics =
        [
            .. options?.EncoderTraining.FreezesStatistics == true ? [NetworkWeights.EncoderPrefix] : Array.Empty<string>(),
            .. model.Tasks.Where((_, t) => FrozenDecoders[t]).Select(NetworkWeights.DecoderPrefix),
        ];

        Parameter[] Part(string prefix) =>
            [.. parameters.Where(p => p.name.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p.parameter)];
    }

    /// <summary>Whether the encoder keeps its weights.</summary>
    internal bool IsEncoderFrozen { get; }

    /// <summary>By task whether its decoder keeps its weights.</summary>
    internal bool[] FrozenDecoders { get; }

    /// <summary>The parameters that all tasks share and a training moves: none where the encoder is frozen.</summary>
    internal Parameter[] Encoder { get; }

    /// <summary>Their names.</summary>
    internal string[] EncoderNames { get; }

    /// <summary>Which of the levels that the network keeps each task's decoder uses.</summary>
    internal bool[][] UsedLevels { get; }

    /// <summary>Each task's own.</summary>
    internal Parameter[][] Decoders { get; }

    /// <summary>Whether a task's loss moves anything.</summary>
    internal bool Learns(int task) => !IsEncoderFrozen || !FrozenDecoders[task];

    /// <summary>Sets the network to training, except batch normalisations whose statistics are frozen.</summary>
    internal void Train()
    {
        _network.train();
        foreach (var (name, module) in _network.named_modules())
            if (module is BatchNorm2d && _frozenStatistics.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                module.eval();
    }
}

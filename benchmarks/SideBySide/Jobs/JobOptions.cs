using Microsoft.ML.MultiTask;

/// <summary>What every job of this program is told. The peers' jobs have the same sizes.</summary>
internal sealed record JobOptions
{
    internal const int Streams = 2;
    internal const int Classes = 20;
    internal const string Cpu = "cpu";

    /// <summary>A folder of sequences in SYNTHIA's layout.</summary>
    internal required string Data { get; init; }

    /// <summary>The folder of what this program writes.</summary>
    internal required string Output { get; init; }

    /// <summary>A folder of PNG frames to load.</summary>
    internal required string Frames { get; init; }

    /// <summary>The network's input, pixels.</summary>
    internal required int Height { get; init; }

    /// <summary>The network's input, pixels.</summary>
    internal required int Width { get; init; }

    /// <summary>Steps, frames or passes that are timed, after the first ones that are not; at least 1.</summary>
    internal required int Repetitions { get; init; }

    /// <summary>CPU threads that libtorch computes with.</summary>
    internal required int Threads { get; init; }

    /// <summary>Where to compute: cpu, cuda or cuda:N.</summary>
    internal required string Device { get; init; }

    /// <summary>How many times as long the jobs of lifetimes take.</summary>
    internal int Times { get; init; } = 1;

    /// <summary>The numbers that the encoder computes with.</summary>
    internal EncoderPrecision Precision { get; init; }

    /// <summary>Whether a training reads images that an earlier pass has decoded, from <see cref="DecodedFolder"/>.</summary>
    internal bool IsDecoded { get; init; }

    /// <summary>The network's frames and labels, decoded.</summary>
    internal string DecodedFolder => Path.Combine(Output, "decoded");

    /// <summary>The saved model that the jobs of scoring load.</summary>
    internal string ModelPath => Path.Combine(Output, $"model-{Precision}.zip");
}

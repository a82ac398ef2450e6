using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Where a training is: what a checkpoint holds beside tensors.</summary>
internal sealed record TrainingPosition
{
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>What decides the weights that training ends with, by option; a resumed training must have the same.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required int Seed { get; init; }

    /// <summary>Rows in an epoch: counted before the first one, read in the last one afterwards.</summary>
    public required long TotalRows { get; set; }

    /// <summary>The epochs that are done.</summary>
    public List<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The epoch after them.</summary>
    public required EpochProgress Current { get; set; }

    /// <summary>Optimizer steps taken in all epochs.</summary>
    public long Steps { get; set; }

    /// <summary>Steps left out, without one that was taken since, because a loss or a gradient was not finite.</summary>
    public int SkippedInARow { get; set; }

    /// <summary>The epoch with the least criterion of early stopping; null where none was measured.</summary>
    public int? BestEpoch { get; set; }

    public double BestCriterion { get; set; } = double.PositiveInfinity;

    /// <summary>Why training ended; null while it goes on.</summary>
    public TrainingEnd? End { get; set; }

    /// <summary>Numbers of the combiner's session.</summary>
    public IReadOnlyDictionary<string, double[]> Combiner { get; set; } = new Dictionary<string, double[]>();

    /// <summary>CPU threads that libtorch computed with.</summary>
    public int Threads { get; set; }

    internal static TrainingPosition Start(IReadOnlyDictionary<string, string> settings, int seed, int taskCount) => new()
    {
        Settings = settings,
        Seed = seed,
        TotalRows = long.Parse(settings[TrainingSettings.Rows], CultureInfo.InvariantCulture),
        Current = new EpochProgress(taskCount),
    };

    /// <summary>Whether a training that ended goes on: one that was cancelled, or that is to have more epochs.</summary>
    internal void Continue(int epochs)
    {
        if (End != TrainingEnd.StoppedEarly)
            End = Epochs.Count >= epochs ? TrainingEnd.Completed : null;
    }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    /// <exception cref="JsonException">It is not a position.</exception>
    internal static TrainingPosition FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<TrainingPosition>(json, s_json) ?? throw new JsonException("A training's position must be a JSON object.");
}

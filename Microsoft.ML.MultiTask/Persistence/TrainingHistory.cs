using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask;

/// <summary>The course of a training, epoch by epoch; kept and saved with the model.</summary>
public sealed record TrainingHistory
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The name of the loss combiner.</summary>
    public string Combiner { get; init; } = "";

    /// <summary>The combiner's state after the last epoch, by name: learned log-variances, loss history.</summary>
    public IReadOnlyDictionary<string, double[]> CombinerState { get; init; } = new Dictionary<string, double[]>();

    /// <summary>The names of the tasks, in the order of the network's decoders.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>The seed of the initial weights and of shuffling.</summary>
    public int Seed { get; init; }

    /// <summary>The epochs, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The index of the epoch whose weights the model holds: the last, or the best if early stopping restored it.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Why training ended.</summary>
    public TrainingEnd End { get; init; }

    /// <summary>The history as JSON; non-finite numbers are the strings "NaN", "Infinity" and "-Infinity".</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads the output of <see cref="ToJson"/>.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not a training history.</exception>
    public static TrainingHistory FromJson(string json) =>
        JsonSerializer.Deserialize<TrainingHistory>(json, s_json) ?? throw new JsonException("A training history must be a JSON object.");
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask;

/// <summary>How training went, epoch by epoch; kept on the model and saved with it.</summary>
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

    /// <summary>The seed of the weights and of the order of rows.</summary>
    public int Seed { get; init; }

    /// <summary>The epochs, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The epoch, from 0, whose weights the model holds: the last, or the best where early stopping went back to it.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Why training ended: all epochs were done, validation stopped getting better, or it was cancelled.</summary>
    public TrainingEnd End { get; init; }

    /// <summary>The history as JSON; numbers that are not finite as the strings "NaN", "Infinity" and "-Infinity".</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not such a text.</exception>
    public static TrainingHistory FromJson(string json) =>
        JsonSerializer.Deserialize<TrainingHistory>(json, s_json) ?? throw new JsonException("A training history must be a JSON object.");
}

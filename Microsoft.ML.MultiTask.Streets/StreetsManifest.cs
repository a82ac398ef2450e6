using System.Text.Json;

namespace Microsoft.ML.MultiTask.Streets;

/// <summary>streets.json, the last file written: marks a folder as complete and records its contents.</summary>
internal sealed record StreetsManifest
{
    public const string FileName = "streets.json";

    /// <summary>Incremented by every change to what the same options render.</summary>
    public const int CurrentVersion = 2;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    public required int Version { get; init; }

    /// <summary>The options, without the number of threads.</summary>
    public required StreetsOptions Options { get; init; }

    public required SortedDictionary<string, double> ClassShares { get; init; }

    public required double MovingShare { get; init; }

    /// <exception cref="InvalidDataException">The file is not a manifest.</exception>
    public static StreetsManifest Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<StreetsManifest>(File.ReadAllText(path), s_json)
                ?? throw new InvalidDataException($"'{path}' must describe generated streets, but is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' must describe generated streets, but could not be read: {e.Message}", e);
        }
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, s_json) + "\n");
}

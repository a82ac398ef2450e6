using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask;

/// <summary>The finished runs, a JSON file each. A run that was interrupted has left none, and is trained again.</summary>
internal sealed class RunFolder(string folder, CompareOptions options)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A finished run of the same name, seed and options; null where there is none.</summary>
    internal ComparedRun? Find(string name, int seed)
    {
        var path = PathOf(name, seed);
        if (!File.Exists(path)) return null;
        try
        {
            var saved = JsonSerializer.Deserialize<SavedRun>(File.ReadAllText(path), s_json);
            return saved?.Options == options && saved.Run.Strategy == name && saved.Run.Seed == seed ? saved.Run : null;
        }
        catch (JsonException)
        {
            return null;                                                // another program's file, or another version's
        }
    }

    internal void Save(ComparedRun run)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(run.Strategy, run.Seed);
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(new SavedRun(options, run), s_json));
        File.Move(path + ".tmp", path, overwrite: true);                // a file of that name is a whole one
    }

    private string PathOf(string name, int seed) =>
        Path.Combine(folder, $"{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}-{seed}.json");

    private sealed record SavedRun(CompareOptions Options, ComparedRun Run);
}

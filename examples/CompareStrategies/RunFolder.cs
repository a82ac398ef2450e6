using Microsoft.ML.MultiTask.Reporting;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask;

/// <summary>The finished runs, a JSON file each. A run that was interrupted has left none, and is trained again.</summary>
/// <typeparam name="TOptions">What decides a run beside its name and seed; equal options are the same run.</typeparam>
internal sealed class RunFolder<TOptions>(string folder, TOptions options)
    where TOptions : class, IEquatable<TOptions>
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
        var path = FileOf(name, seed);
        if (!File.Exists(path)) return null;
        try
        {
            var saved = JsonSerializer.Deserialize<SavedRun>(File.ReadAllText(path), s_json);
            return saved is not null && saved.Options.Equals(options) && saved.Run.Strategy == name && saved.Run.Seed == seed ? saved.Run : null;
        }
        catch (JsonException)
        {
            return null;                                                // another program's file, or another version's
        }
    }

    internal void Save(ComparedRun run)
    {
        var path = FileOf(run.Strategy, run.Seed);
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(new SavedRun(options, run), s_json));
        File.Move(path + ".tmp", path, overwrite: true);                // a file of that name is a whole one
    }

    /// <summary>The path of a run's file, or of one that belongs to it; its folder exists.</summary>
    internal string FileOf(string name, int seed, string extension = ".json")
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}-{seed}{extension}");
    }

    private sealed record SavedRun(TOptions Options, ComparedRun Run);
}

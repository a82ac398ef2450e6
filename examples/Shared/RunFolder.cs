using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;

/// <summary>A folder of finished runs, one JSON file each. An interrupted run leaves no file, and is continued.</summary>
/// <typeparam name="TOptions">The options that, besides name and seed, identify a run.</typeparam>
internal sealed class RunFolder<TOptions>(string folder, TOptions options)
    where TOptions : class, IEquatable<TOptions>
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The finished run with this name and seed and the same options; null if there is none.</summary>
    internal ComparedRun? Find(string name, int seed)
    {
        var path = FileOf(name, seed);
        if (!File.Exists(path)) return null;
        try
        {
            var saved = JsonSerializer.Deserialize<SavedRun>(File.ReadAllText(path), s_json);
            return saved?.Run is { } run && saved.Options.Equals(options) && run.Strategy == name && run.Seed == seed ? run : null;
        }
        catch (JsonException)
        {
            return null;                                                // a file of another program or version
        }
    }

    internal void Save(ComparedRun run) =>
        TextFile.Replace(FileOf(run.Strategy, run.Seed), JsonSerializer.Serialize(new SavedRun(options, run), s_json));

    /// <summary>What there is of a run that is not finished.</summary>
    internal UnfinishedRun Unfinished(string name, int seed) => new(FileOf(name, seed, extension: ""), JsonSerializer.Serialize(options, s_json));

    /// <summary>The path of a run's JSON file, or of another file beside it. Creates the folder.</summary>
    internal string FileOf(string name, int seed, string extension = ".json")
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}-{seed}{extension}");
    }

    private sealed record SavedRun(TOptions Options, ComparedRun Run);
}

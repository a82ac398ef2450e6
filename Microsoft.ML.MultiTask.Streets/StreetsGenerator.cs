using System.Globalization;
using System.Runtime.ExceptionServices;
using Microsoft.ML.MultiTask.Streets.Rendering;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets;

/// <summary>Renders sequences into a folder that appears under its name only once it is complete.</summary>
internal static class StreetsGenerator
{
    public static StreetsSummary Run(string folder, StreetsOptions options)
    {
        options.Validate();
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (FindExisting(folder, options) is { } existing)
        {
            return Summarize(folder, options, existing, isReused: true);
        }
        var partial = $"{folder}.{Path.GetRandomFileName()}.partial";
        try
        {
            var tally = Render(partial, options);
            var manifest = new StreetsManifest
            {
                Version = StreetsManifest.CurrentVersion,
                Options = options with { Threads = 0 },
                ClassShares = tally.ClassShares(),
                MovingShare = tally.MovingShare(),
            };
            manifest.Write(Path.Combine(partial, StreetsManifest.FileName));
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }
            Directory.Move(partial, folder);
            return Summarize(folder, options, manifest, isReused: false);
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }

    /// <summary>The manifest of streets with the same options in the folder; null for a new or empty folder.</summary>
    private static StreetsManifest? FindExisting(string folder, StreetsOptions options)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return null;
        }
        var path = Path.Combine(folder, StreetsManifest.FileName);
        if (!File.Exists(path))
        {
            throw new ArgumentException(
                $"The folder '{folder}' must be new, empty or contain generated streets, but contains other files and no "
                + $"{StreetsManifest.FileName}.",
                nameof(folder));
        }
        var manifest = StreetsManifest.Read(path);
        if (manifest.Version != StreetsManifest.CurrentVersion)
        {
            throw new ArgumentException(
                $"The folder '{folder}' holds streets of generator version {manifest.Version}, but this is version "
                + $"{StreetsManifest.CurrentVersion}. Delete it or choose another.",
                nameof(folder));
        }
        var wanted = options with { Threads = 0 };
        if (manifest.Options != wanted)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The folder '{folder}' holds streets with other options. Found {manifest.Options}; ")
                + FormattableString.Invariant($"expected {wanted}. Delete it or choose another."),
                nameof(folder));
        }
        return manifest;
    }

    private static StreetsTally Render(string folder, StreetsOptions options)
    {
        var total = new StreetsTally();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads };
        try
        {
            Parallel.For(0, options.Sequences, parallel, sequence =>
            {
                var tally = RenderSequence(Path.Combine(folder, NameOf(sequence)), options, sequence);
                lock (total)
                {
                    total.Add(tally);
                }
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return total;
    }

    private static StreetsTally RenderSequence(string folder, StreetsOptions options, int sequence)
    {
        var world = StreetWorldBuilder.Build(options, sequence);
        var renderer = new FrameRenderer(options);
        var writer = new StreetsWriter(folder, options);
        var tally = new StreetsTally();
        for (var number = 0; number < options.FramesPerSequence; number++)
        {
            var frame = renderer.Render(world, number);
            writer.Write(frame, StreetCamera.At(world, number, options), number);
            tally.Add(frame);
        }
        return tally;
    }

    private static string NameOf(int sequence) => "STREETS-SEQS-" + (sequence + 1).ToString("D2", CultureInfo.InvariantCulture);

    private static StreetsSummary Summarize(string folder, StreetsOptions options, StreetsManifest manifest, bool isReused) => new()
    {
        SequenceFolders = [.. Enumerable.Range(0, options.Sequences).Select(i => Path.Combine(folder, NameOf(i)))],
        Frames = options.Sequences * options.FramesPerSequence,
        ClassShares = manifest.ClassShares,
        MovingShare = manifest.MovingShare,
        IsReused = isReused,
    };
}

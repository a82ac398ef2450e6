using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>A file that lists the frames of a split, one per line: the first word of a line ends in the frame's file name.</summary>
internal sealed class SplitList
{
    private readonly string _path;
    private readonly HashSet<string> _names;                        // without folders and extensions
    private readonly HashSet<string> _found = [];

    private SplitList(string path, HashSet<string> names) => (_path, _names) = (path, names);

    /// <summary>The name of a split's list and folder.</summary>
    public static string NameOf(DataSplit split) => split switch
    {
        DataSplit.Validation => "val",
        DataSplit.Test => "test",
        _ => "train",
    };

    /// <summary>Reads a list; null if the file does not exist.</summary>
    public static SplitList? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var names = RegularFile.ReadLines(path)
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(""))
            .Select(word => Path.GetFileNameWithoutExtension(word.Replace('\\', '/')))
            .Where(name => name.Length > 0).ToHashSet();
        return names.Count > 0 ? new SplitList(path, names)
            : throw new InvalidDataException($"List '{path}': expected a file name in each line, but the list is empty.");
    }

    /// <summary>Whether the list has a frame, by its name without extension.</summary>
    public bool Contains(string name)
    {
        if (!_names.Contains(name))
            return false;
        _found.Add(name);
        return true;
    }

    /// <summary>A warning about frames that were never asked for: they do not exist.</summary>
    /// <param name="isRead">Whether a frame of that name would be read if it existed.</param>
    public IEnumerable<string> Warnings(Func<string, bool> isRead)
    {
        string[] missing = [.. _names.Except(_found).Where(isRead).Order(StringComparer.Ordinal)];
        if (missing.Length > 0)
            yield return $"List '{_path}' names {FileListing.Some(missing)}, for which there are no frames.";
    }
}

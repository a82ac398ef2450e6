namespace Microsoft.ML.MultiTask.Data;

/// <summary>A data set that was unpacked from several archives: over each other into one folder, or side by side into some.</summary>
internal sealed class DataRoots
{
    /// <param name="folder">The folder that is such a root, or holds some.</param>
    /// <param name="isRoot">Whether a folder has what every root has.</param>
    public DataRoots(string folder, Func<string, bool> isRoot)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
        string[] below = Directory.Exists(Folder) ? Directory.GetDirectories(Folder) : [];
        Paths = [.. below.Order(StringComparer.Ordinal).Prepend(Folder).Where(path => Directory.Exists(path) && isRoot(path))];
    }

    /// <summary>The folder that was given, as a full path.</summary>
    public string Folder { get; }

    /// <summary>The roots: the folder itself, if it is one, then those in it.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>A folder in each of the roots that has it.</summary>
    public IReadOnlyList<string> Existing(params string[] relative) =>
        [.. Paths.Select(root => Path.Combine([root, .. relative])).Where(Directory.Exists)];
}

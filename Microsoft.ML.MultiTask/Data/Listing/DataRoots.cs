namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>The folders of a data set that comes in several archives, unpacked into one folder or side by side.</summary>
internal sealed class DataRoots
{
    /// <param name="folder">A root, or the parent of several roots.</param>
    /// <param name="isRoot">Whether a folder is a root.</param>
    public DataRoots(string folder, Func<string, bool> isRoot)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Folder = Path.GetFullPath(folder);
        string[] below = Directory.Exists(Folder) ? Directory.GetDirectories(Folder) : [];
        Paths = [.. below.Order(StringComparer.Ordinal).Prepend(Folder).Where(path => Directory.Exists(path) && isRoot(path))];
    }

    /// <summary>The given folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>The roots: the folder itself, if it is one, then its subfolders that are.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The full paths of a relative folder in the roots that have it.</summary>
    public IReadOnlyList<string> Existing(params string[] relative) =>
        [.. Paths.Select(root => Path.Combine([root, .. relative])).Where(Directory.Exists)];
}

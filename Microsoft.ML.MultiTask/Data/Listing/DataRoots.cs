namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>The folders of a data set that comes in several archives, unpacked into one folder or side by side in it.</summary>
internal sealed class DataRoots(string folder, Func<string, bool> isRoot)
{
    /// <summary>The roots: the folder itself, if it is one, then its subfolders that are.</summary>
    public IReadOnlyList<string> Paths { get; } = Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Prepend(folder).Where(isRoot)]
        : [];

    /// <summary>The full paths of a relative folder in the roots that have it.</summary>
    public IReadOnlyList<string> Existing(params string[] relative) =>
        [.. Paths.Select(root => Path.Combine([root, .. relative])).Where(Directory.Exists)];
}

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>The folders of a data set that comes in several archives, unpacked into one folder or side by side in it.</summary>
internal sealed class DataRoots(string folder, Func<string, bool> isRoot)
{
    /// <summary>The roots: the folder itself, if it is one, then its subfolders that are.</summary>
    public IReadOnlyList<string> Paths { get; } = [.. FileListing.Subfolders(folder).Prepend(folder).Where(isRoot)];

    /// <summary>The full paths of a relative folder in the roots that have it.</summary>
    public IReadOnlyList<string> Existing(params string[] relative) =>
        [.. Paths.Select(root => FileListing.Find(root, string.Join('/', relative))).Where(Directory.Exists)];

    /// <summary>The root of a data set that comes in one piece: the folder itself, or its only subfolder that is one.</summary>
    /// <returns>The folder if there is no root.</returns>
    /// <exception cref="InvalidDataException">Several subfolders are such data sets.</exception>
    public static string Only(string name, string folder, Func<string, bool> isRoot)
    {
        var roots = isRoot(folder) ? [folder] : new DataRoots(folder, isRoot).Paths;
        return roots.Count <= 1 ? roots.FirstOrDefault(folder) : throw new InvalidDataException(
            $"{name}: expected one data set in '{folder}', but found several: {string.Join(", ", roots.Select(Path.GetFileName))}. Name one.");
    }
}

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>Lists the files and folders of a data set, and keeps what it passed over for a warning.</summary>
/// <remarks>Names that begin with a dot, such as <c>._000001.png</c> of macOS, and the files that Windows adds are skipped silently.</remarks>
internal sealed class FileListing
{
    private const int NamedFiles = 3;
    private const int NamedFolders = 3;

    private static readonly HashSet<string> s_systemFiles = new(StringComparer.OrdinalIgnoreCase) { "Thumbs.db", "desktop.ini" };

    private static readonly HashSet<string> s_imageExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm", ".pnm", ".exr", ".hdr", ".jp2", ".tga",
        ".heic", ".avif",
    };

    private readonly OrderedDictionary<string, List<string>> _passedOver = [];
    private readonly List<string> _empty = [];                       // folders of labels

    /// <summary>What was passed over and why, a sentence for each reason.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. _passedOver.Select(reason => Sentence(reason.Key, reason.Value)),
        .. _empty.Count == 0 ? (string[])[] : [$"No label is read from {Some(_empty)}: {(_empty.Count == 1 ? "the folder is" : "these folders are")} empty."],
    ];

    /// <summary>The frames in a folder; none if it does not exist.</summary>
    /// <exception cref="InvalidDataException">It also holds images in other formats, without which rows would be missing.</exception>
    public IReadOnlyList<NumberedFile> Frames(string folder, params string[] suffixes)
    {
        var (files, others) = List(folder, suffixes);
        var images = others.Where(name => s_imageExtensions.Contains(Path.GetExtension(name))).ToArray();
        if (images.Length > 0)
            throw new InvalidDataException(
                $"Folder '{folder}': expected frames in files {Any(suffixes)}, but {Some(images)} "
                + $"{(images.Length == 1 ? "is an image" : "are images")} of another format. Convert or remove them, or list the frames in a table (LoadFrameTable).");
        PassOver($"are no frames ({Any(suffixes)})", folder, others);
        return files;
    }

    /// <summary>The label images in a folder; none if it does not exist.</summary>
    /// <exception cref="InvalidDataException">It holds files or folders, but none of that name.</exception>
    public IReadOnlyList<NumberedFile> Labels(string folder, string suffix)
    {
        var (files, others) = List(folder, [suffix]);
        if (files.Count == 0 && others.Count == 0 && suffix == ".png")
            others = [.. Subfolders(folder).Select(path => Path.GetFileName(path))];
        if (files.Count == 0 && others.Count > 0)
            throw new InvalidDataException(
                $"Folder '{folder}': expected labels in files {Any([suffix])}, the only format that keeps their samples exactly and is read, "
                + $"but it holds {Some(others)}.");
        if (files.Count == 0 && Directory.Exists(folder))
            _empty.Add(folder);
        PassOver($"are no labels ({Any([suffix])})", folder, others);
        return files;
    }

    /// <summary>Adds a warning about entries of a folder that were passed over, if there are any.</summary>
    /// <param name="reason">Continues the sentence "'folder' holds a, b, which ...".</param>
    /// <param name="folder">The folder.</param>
    /// <param name="names">The names of the entries.</param>
    public void PassOver(string reason, string folder, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return;
        if (!_passedOver.TryGetValue(reason, out var places))
            _passedOver.Add(reason, places = []);
        places.Add($"'{folder}' holds {Some(names)}");
    }

    /// <summary>The subfolders of a folder, without hidden ones, ordered by name.</summary>
    public static IReadOnlyList<string> Subfolders(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Where(path => !IsHidden(Path.GetFileName(path)))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)]
        : [];

    /// <summary>Whether a file or folder is no part of any data set.</summary>
    public static bool IsHidden(string name) => name.StartsWith('.') || name == "__MACOSX" || s_systemFiles.Contains(name);

    /// <summary>The path of a folder below another one, in upper or lower case, as on Windows.</summary>
    /// <returns>An existing folder, of exactly that name if there is one; otherwise the path as given.</returns>
    public static string Find(string folder, string relative)
    {
        var path = Path.Combine(folder, relative);
        if (Directory.Exists(path))
            return path;
        var found = folder;
        foreach (var name in relative.Split('/'))
        {
            var exact = Path.Combine(found, name);
            var other = Directory.Exists(exact) ? exact : Subfolders(found).FirstOrDefault(
                candidate => Path.GetFileName(candidate).Equals(name, StringComparison.OrdinalIgnoreCase));
            if (other is null)
                return path;
            found = other;
        }
        return found;
    }

    /// <summary>The first few names, for a message.</summary>
    public static string Some(IReadOnlyList<string> names) => string.Join(", ", names.Take(NamedFiles).Select(name => $"'{name}'"))
        + (names.Count > NamedFiles ? $" and {names.Count - NamedFiles} more" : "");

    // Other files are those that have the suffix but for its extension.
    private static (IReadOnlyList<NumberedFile> Files, IReadOnlyList<string> Others) List(string folder, string[] suffixes)
    {
        if (!Directory.Exists(folder))
            return ([], []);
        var (files, others) = (new List<NumberedFile>(), new List<string>());
        var stem = Path.GetFileNameWithoutExtension(suffixes[0]);
        foreach (var name in Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(name => !IsHidden(name)))
        {
            if (Array.Find(suffixes, suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) is { } suffix)
                files.Add(NumberedFile.Parse(folder, name, suffix.Length));
            else if (Path.GetFileNameWithoutExtension(name).EndsWith(stem, StringComparison.OrdinalIgnoreCase))
                others.Add(name);
        }
        others.Sort(StringComparer.Ordinal);
        return (files, others);
    }

    private static string Sentence(string reason, List<string> places)
    {
        var more = places.Count > NamedFolders ? $", and {places.Count - NamedFolders} more folders hold such, " : ", ";
        return $"{string.Join("; ", places.Take(NamedFolders))}{more}which {reason} and were passed over.";
    }

    private static string Any(string[] suffixes) => string.Join(" or ", suffixes.Select(suffix => "*" + suffix));
}

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>The folders in which a data set keeps the frames and labels of a sequence, as images named by frame number.</summary>
/// <param name="Name">The data set's name in messages.</param>
/// <param name="Frames">The folder of frames, relative to the sequence's.</param>
/// <param name="Labels">The folders of labels.</param>
/// <param name="Prefix">The part of the frames' file names before the number; null for any, the same in all files of a folder.</param>
internal sealed record SequenceLayout(string Name, string Frames, IReadOnlyList<LabelFolder> Labels, string? Prefix = "")
{
    private static readonly string[] s_frameSuffixes = [".png", ".jpg", ".jpeg"];

    /// <summary>The sequences in a folder, ordered by name: the folder itself or its subfolders.</summary>
    public static IReadOnlyList<string> Find(string root, FileListing listing, params IReadOnlyList<SequenceLayout> layouts)
    {
        bool IsSequence(string path) => layouts.Any(layout => layout.Fits(path));
        if (IsSequence(root))
            return [root];
        var folders = FileListing.Subfolders(root).ToLookup(IsSequence);
        var frames = string.Join(" or ", layouts.Select(layout => $"'{layout.Frames}'"));
        if (!folders[true].Any())
            throw new DirectoryNotFoundException(
                $"{layouts[0].Name}: expected a sequence or a folder of sequences, each with a folder {frames}, "
                + $"but {Describe(Path.Combine(root, layouts[0].Frames))}.");
        listing.PassOver($"are no sequences (folders with a folder {frames})", root, [.. folders[false].Select(path => Path.GetFileName(path))]);
        return [.. folders[true]];
    }

    /// <summary>Whether a folder is a sequence. Labels without frames count too: that is an error to report, not a folder to skip.</summary>
    public bool Fits(string folder) =>
        Directory.Exists(FileListing.Find(folder, Frames))
        || Labels.Any(label => label.Folder is not null && Directory.Exists(FileListing.Find(folder, label.Folder)));

    /// <summary>Lists the files of a sequence in one folder, or in several that complement each other and need not exist.</summary>
    public SequenceFiles Read(string name, FileListing listing, params IReadOnlyList<string> folders)
    {
        var files = new SequenceFiles(name, Labels);
        foreach (var folder in folders)
        {
            foreach (var file in NumberedFile.ExpectPrefix(listing.Frames(FileListing.Find(folder, Frames), s_frameSuffixes), Prefix))
                files.AddFrame(file);
            foreach (var (i, label) in Labels.Index().Where(pair => pair.Item.Folder is not null))
            {
                foreach (var file in NumberedFile.ExpectPrefix(listing.Labels(FileListing.Find(folder, label.Folder!), ".png"), label.Prefix))
                    files.AddLabel(i, file);
            }
        }
        if (!files.HasFrames)
            throw new InvalidDataException(
                $"Sequence '{name}': expected frames named {Prefix}NNNNNN.png or .jpg, but {Describe(FileListing.Find(folders[0], Frames))}.");
        return files;
    }

    /// <summary>Describes what exists of a path, for messages: the nearest existing folder and its content.</summary>
    public static string Describe(string path)
    {
        var missing = "";
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent)
        {
            missing = $"'{path}' does not exist; ";
            path = parent;
        }
        var names = Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        var content = names.Length == 0 ? "nothing" : string.Join(", ", names.Take(8));
        var more = names.Length > 8 ? $" and {names.Length - 8} more" : "";
        return $"{missing}'{path}' holds {content}{more}";
    }
}

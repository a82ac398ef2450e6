namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>The folders in which a data set keeps the frames and labels of a sequence, as images named by frame number.</summary>
/// <param name="Name">The data set's name in messages.</param>
/// <param name="Frames">The folder of frames, relative to the sequence's.</param>
/// <param name="Labels">The folders of labels.</param>
/// <param name="Prefix">The part of the frames' file names before the number.</param>
internal sealed record SequenceLayout(string Name, string Frames, IReadOnlyList<LabelFolder> Labels, string Prefix = "")
{
    private static readonly string[] s_frameSuffixes = [".png", ".jpg", ".jpeg"];

    /// <summary>The sequences in a folder, ordered by name: the folder itself or its subfolders.</summary>
    public static IReadOnlyList<string> Find(string root, params IReadOnlyList<SequenceLayout> layouts)
    {
        bool IsSequence(string path) => layouts.Any(layout => layout.Fits(path));
        string[] candidates = IsSequence(root) ? [root]
            : Directory.Exists(root) ? [.. Directory.EnumerateDirectories(root).Where(IsSequence)]
            : [];
        if (candidates.Length == 0)
            throw new DirectoryNotFoundException(
                $"{layouts[0].Name}: expected a sequence or a folder of sequences, each with a folder "
                + $"{string.Join(" or ", layouts.Select(layout => $"'{layout.Frames}'"))}, "
                + $"but {Describe(Path.Combine(root, layouts[0].Frames))}.");
        return [.. candidates.OrderBy(Path.GetFileName, StringComparer.Ordinal)];
    }

    /// <summary>Whether a folder is a sequence. Labels without frames count too: that is an error to report, not a folder to skip.</summary>
    public bool Fits(string folder) =>
        Directory.Exists(Path.Combine(folder, Frames))
        || Labels.Any(label => label.Folder is not null && Directory.Exists(Path.Combine(folder, label.Folder)));

    /// <summary>Lists the files of a sequence in one folder, or in several that complement each other and need not exist.</summary>
    public SequenceFiles Read(string name, params IReadOnlyList<string> folders)
    {
        var files = new SequenceFiles(name, Labels);
        foreach (var folder in folders)
        {
            foreach (var file in NumberedFile.In(Path.Combine(folder, Frames), s_frameSuffixes))
                files.AddFrame(file.Expect(file.Number >= 0 && file.Group == Prefix, $"{Prefix}000042"));
            foreach (var (i, label) in Labels.Index().Where(pair => pair.Item.Folder is not null))
            {
                foreach (var file in NumberedFile.In(Path.Combine(folder, label.Folder!), ".png"))
                    files.AddLabel(i, file.Expect(file.Number >= 0 && file.Group == label.Prefix, $"{label.Prefix}000042"));
            }
        }
        if (!files.HasFrames)
            throw new InvalidDataException(
                $"Sequence '{name}': expected frames named {Prefix}NNNNNN.png or .jpg, but {Describe(Path.Combine(folders[0], Frames))}.");
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

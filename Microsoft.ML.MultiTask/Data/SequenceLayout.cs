namespace Microsoft.ML.MultiTask;

/// <summary>Where a data set keeps the frames and labels of a sequence: folders of images named by frame number.</summary>
/// <param name="Name">What messages call the data set.</param>
/// <param name="Frames">The folder of frames, relative to that of the sequence.</param>
/// <param name="Labels">The folders of labels.</param>
internal sealed record SequenceLayout(string Name, string Frames, IReadOnlyList<LabelFolder> Labels)
{
    /// <summary>The sequences in a folder, which is one itself or holds some, in the order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, or neither is nor holds a sequence.</exception>
    /// <exception cref="InvalidDataException">Frames and labels of a sequence do not fit together.</exception>
    public IReadOnlyList<FrameSequence> Read(string folder)
    {
        var root = Path.GetFullPath(folder);
        string[] candidates = IsSequence(root) ? [root]
            : Directory.Exists(root) ? [.. Directory.EnumerateDirectories(root).Where(IsSequence)]
            : [];
        if (candidates.Length == 0)
            throw new DirectoryNotFoundException(
                $"{Name}: expected a sequence or a folder of sequences, each with a folder '{Frames}', "
                + $"but {Describe(Path.Combine(root, Frames))}.");
        return [.. candidates.OrderBy(Path.GetFileName, StringComparer.Ordinal).Select(path => FrameSequence.Read(path, this))];
    }

    /// <summary>What is there: the nearest folder above a path that exists, and its content.</summary>
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

    // Labels alone make a folder a sequence too: one without frames, which is an error and not a folder to pass over.
    private bool IsSequence(string folder) =>
        Directory.Exists(Path.Combine(folder, Frames)) || Labels.Any(label => Directory.Exists(Path.Combine(folder, label.Folder)));
}

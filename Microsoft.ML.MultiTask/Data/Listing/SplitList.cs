namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>A file that lists the frames of a split, one per line: the first word of a line ends in the frame's file name.</summary>
internal static class SplitList
{
    /// <summary>The name of a split's list and folder.</summary>
    public static string NameOf(DataSplit split) => split switch
    {
        DataSplit.Validation => "val",
        DataSplit.Test => "test",
        _ => "train",
    };

    /// <summary>The names of the frames, without folders and extensions; null if the file does not exist.</summary>
    public static HashSet<string>? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var names = File.ReadLines(path)
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(""))
            .Select(word => Path.GetFileNameWithoutExtension(word.Replace('\\', '/')))
            .Where(name => name.Length > 0).ToHashSet();
        return names.Count > 0 ? names
            : throw new InvalidDataException($"List '{path}': expected a file name in each line, but the list is empty.");
    }
}

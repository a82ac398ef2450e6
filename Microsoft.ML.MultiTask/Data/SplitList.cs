namespace Microsoft.ML.MultiTask.Data;

/// <summary>A file that lists the frames of one part of a data set: a line for each, whose first word ends in the frame's file
/// name.</summary>
internal static class SplitList
{
    /// <summary>The name of a part's list, and of its folder.</summary>
    public static string NameOf(DataSplit split) => split switch
    {
        DataSplit.Validation => "val",
        DataSplit.Test => "test",
        _ => "train",
    };

    /// <summary>The names of the frames, without folders and extensions; null when there is no such file.</summary>
    /// <exception cref="InvalidDataException">The list is empty.</exception>
    public static HashSet<string>? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var names = File.ReadLines(path)
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(""))
            .Select(word => Path.GetFileNameWithoutExtension(word.Replace('\\', '/')))
            .Where(name => name.Length > 0).ToHashSet();
        return names.Count > 0 ? names
            : throw new InvalidDataException($"List '{path}': expected a file name in each line, but it is empty.");
    }
}

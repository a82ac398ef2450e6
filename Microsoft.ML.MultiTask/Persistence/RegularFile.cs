namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>
/// Reads files that have a length. Opening a pipe waits for a writer and a device never ends; both have the length 0 and are treated as empty
/// files, without opening them.
/// </summary>
internal static class RegularFile
{
    /// <summary>Whether a file has content; false for empty files, pipes and devices.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static bool HasContent(string path)
    {
        FileSystemInfo file = new FileInfo(path);
        if (file.Attributes.HasFlag(FileAttributes.ReparsePoint))
            file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;                     // the length would be that of the link
        return ((FileInfo)file).Length > 0;
    }

    /// <inheritdoc cref="File.ReadAllBytes"/>
    public static byte[] ReadAllBytes(string path) => HasContent(path) ? File.ReadAllBytes(path) : [];

    /// <inheritdoc cref="File.ReadLines(string)"/>
    public static IEnumerable<string> ReadLines(string path) => HasContent(path) ? File.ReadLines(path) : [];
}

/// <summary>Writes text files so that an interrupted program never leaves half a file.</summary>
internal static class TextFile
{
    /// <summary>Writes under a temporary name and renames.</summary>
    internal static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}

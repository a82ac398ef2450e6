namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>Writes a file so that its final name only ever holds a complete one.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Lets <paramref name="write"/> fill a temporary file in the folder of <paramref name="path"/>, flushes it to the disk unless it can
    /// be made again, and then renames it. An interrupted or failed write leaves whatever stood under <paramref name="path"/> before; a
    /// failed one also removes the temporary file.
    /// </summary>
    /// <param name="path">The file to create or replace. Its folder must exist.</param>
    /// <param name="write">Writes the content to a seekable stream, which it need not close.</param>
    /// <param name="flushes">
    /// Whether the content is on the disk before it gets its name. Without it a power failure can leave a file of the right name and
    /// wrong content.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void Write(string path, Action<Stream> write, bool flushes = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target)
            ?? throw new ArgumentException($"'{path}' must name a file, but names a root folder.", nameof(path));
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"'{path}' cannot be written: the folder '{folder}' does not exist.");
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");

        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushes);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary); // Nothing is left to delete once it was renamed.
        }
    }
}

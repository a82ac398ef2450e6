namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>Writes a file such that its final name never holds an incomplete one.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a temporary file in the folder of <paramref name="path"/>, which must exist, and renames it. An interrupted or failed write
    /// leaves the previous file; a failed one also removes the temporary file.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content to a seekable stream.</param>
    /// <param name="flushes">Whether to flush to the disk before renaming; without, a power failure can leave wrong content.</param>
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
            File.Delete(temporary); // no longer exists if it was renamed
        }
    }
}

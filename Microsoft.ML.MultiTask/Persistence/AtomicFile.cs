using System.Text.RegularExpressions;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>Writes a file such that its final name never holds an incomplete one.</summary>
internal static partial class AtomicFile
{
    private const int NameLength = 32;                              // of the target's name in that of its temporary file

    /// <summary>
    /// Writes a temporary file beside <paramref name="path"/>, whose folder must exist, and renames it. An interrupted or failed write
    /// leaves the previous file; a failed one also removes the temporary file. A symbolic link stays one: its target is written.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="write">Writes the content to a seekable stream.</param>
    /// <param name="flushes">
    /// Whether to flush to the disk before renaming, and then to remove the temporary files that killed processes left of the same target. Without,
    /// a power failure can leave wrong content; that is for small files that can be made again.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static void Write(string path, Action<Stream> write, bool flushes = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = Path.GetFullPath(path);
        if (new FileInfo(target).LinkTarget is not null)
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
        var folder = Path.GetDirectoryName(target)
            ?? throw new ArgumentException($"'{path}' must name a file, but names a root folder.", nameof(path));
        if (Path.EndsInDirectorySeparator(target))
            throw new ArgumentException($"'{path}' must name a file, but names a folder.", nameof(path));
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"'{path}' cannot be written: the folder '{folder}' does not exist.");
        var start = TemporaryStart(Path.GetFileName(target));
        var temporary = Path.Combine(folder, $"{start}{Path.GetRandomFileName()}.tmp");

        try
        {
            // Renamed while it is open: so long it is locked, and no other process takes it for one that was left.
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 1 << 16);
            write(stream);
            stream.Flush(flushes);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary); // no longer exists if it was renamed
        }
        if (flushes)
            DeleteLeft(folder, start);
    }

    // Short whatever the target's name, since file systems limit the length of names.
    private static string TemporaryStart(string name)
    {
        var length = Math.Min(name.Length, NameLength);
        return $".{name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)]}.";
    }

    // A process that writes holds its file; one that was killed does not.
    private static void DeleteLeft(string folder, string start)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder))
            {
                var name = Path.GetFileName(path);
                if (!name.StartsWith(start, StringComparison.Ordinal) || !RandomEnd().IsMatch(name.AsSpan(start.Length)) || IsNew(path))
                    continue;
                try
                {
                    using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    {
                    }
                    File.Delete(path);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It is being written, or is another user's.
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file is written; a folder that cannot be listed is no reason to say it is not.
        }
    }

    // Between its creation and its lock a file is empty.
    private static bool IsNew(string path) => new FileInfo(path) is var file && (!file.Exists || file.Length == 0) && file.LastWriteTimeUtc > DateTime.UtcNow.AddMinutes(-1);

    // A random file name of .NET.
    [GeneratedRegex(@"^[a-z0-9]{8}\.[a-z0-9]{3}\.tmp$", RegexOptions.CultureInvariant)]
    private static partial Regex RandomEnd();
}

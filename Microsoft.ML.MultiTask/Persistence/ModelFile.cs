using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>
/// Loads ML.NET's model files and reports damaged ones clearly: ML.NET wraps the causes of errors and verifies no checksum.
/// </summary>
internal static class ModelFile
{
    // Weights hardly compress, so the parts of a model are about as long as its file. What is above both limits is a bomb.
    private const long MostContent = 64 << 20;                      // bytes of all parts, beside
    private const int MostRatio = 20;                               // times the file's length
    private const int MostNested = 32;                              // folders of chains within chains

    /// <exception cref="InvalidDataException">The file is cut short, was changed or unpacks to far more than its length; the message names the part.</exception>
    internal static ITransformer Load(MLContext mlContext, string path, out DataViewSchema inputSchema)
    {
        CheckEntries(path);
        try
        {
            return mlContext.Model.Load(path, out inputSchema);
        }
        // Of the kinds of IOException only the plain one is the disk's: the others are of ends, assemblies and paths that the file names.
        catch (Exception e) when (e.GetType() != typeof(IOException))
        {
            var cause = e.GetBaseException();
            for (var inner = e; inner is not null; inner = inner.InnerException)
            {
                if (inner is PlatformNotSupportedException)
                    ExceptionDispatchInfo.Throw(inner);             // not the file's fault
                if (inner is InvalidDataException && cause is not InvalidDataException)
                    cause = inner;                                  // says which part, of what lies below it
            }
            throw new InvalidDataException($"Model file '{path}' could not be loaded: {FirstLine(cause.Message)}", e);
        }
    }

    // libtorch's messages go on with a stack.
    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();

    // Lengths and depths come first: ML.NET makes buffers of the lengths, and calls itself for each folder of a path.
    private static void CheckEntries(string path)
    {
        string part = "its directory";
        try
        {
            if (!RegularFile.HasContent(path))
                throw new InvalidDataException("the file is empty");
            using var zip = ZipFile.OpenRead(path);
            var (most, total) = (MostContent + (MostRatio * new FileInfo(path).Length), 0L);
            foreach (var entry in zip.Entries)
            {
                part = $"part '{entry.FullName[..Math.Min(entry.FullName.Length, 200)]}'";
                if (entry.FullName.AsSpan().CountAny('/', '\\') > MostNested)
                    throw new InvalidDataException($"it lies over {MostNested} folders deep");
                if (entry.Length > int.MaxValue || (total += entry.Length) > most)
                    throw new InvalidDataException($"the parts up to it would take over {most >> 20} MiB, more than such a file can hold");
                using var stream = entry.Open();
                if (Checksum(stream, entry.Length) != entry.Crc32)
                    throw new InvalidDataException("its checksum is wrong");
            }
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or EndOfStreamException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"Model file '{path}' is cut short or was changed: {part} cannot be read ({e.Message.TrimEnd('.')}). Save the model again, "
                + "or take another copy of the file.", e);
        }
    }

    private static uint Checksum(Stream stream, long length)
    {
        var checksum = new Crc32();
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0; length -= read)
        {
            if (read > length)
                throw new InvalidDataException("it is longer than its directory says");
            checksum.Append(buffer.AsSpan(0, read));
        }
        return checksum.GetCurrentHashAsUInt32();
    }
}

using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.ExceptionServices;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>
/// Loads ML.NET's model files and reports damaged ones clearly: ML.NET wraps the causes of errors and verifies no checksum.
/// </summary>
internal static class ModelFile
{
    /// <exception cref="InvalidDataException">The file is cut short or was changed; the message names the part.</exception>
    internal static ITransformer Load(MLContext mlContext, string path, out DataViewSchema inputSchema)
    {
        CheckEntries(path);
        try
        {
            return mlContext.Model.Load(path, out inputSchema);
        }
        catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
        {
            for (var inner = e; inner is not null; inner = inner.InnerException)
                if (inner is PlatformNotSupportedException)
                    ExceptionDispatchInfo.Throw(inner);             // not the file's fault
            throw new InvalidDataException($"Model file '{path}' could not be loaded: {e.GetBaseException().Message}", e);
        }
    }

    private static void CheckEntries(string path)
    {
        string part = "its directory";
        try
        {
            using var zip = ZipFile.OpenRead(path);
            foreach (var entry in zip.Entries)
            {
                part = $"part '{entry.FullName}'";
                using var content = new MemoryStream(checked((int)entry.Length));
                using (var stream = entry.Open())
                    stream.CopyTo(content);
                if (Crc32.HashToUInt32(content.GetBuffer().AsSpan(0, (int)content.Length)) != entry.Crc32)
                    throw new InvalidDataException("its checksum is wrong");
            }
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or EndOfStreamException)
        {
            throw new InvalidDataException(
                $"Model file '{path}' is cut short or was changed: {part} cannot be read ({e.Message.TrimEnd('.')}). Save the model again, "
                + "or take another copy of the file.", e);
        }
    }
}

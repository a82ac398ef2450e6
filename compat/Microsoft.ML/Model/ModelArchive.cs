using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>A model file opened for reading, every entry of it checked against its CRC first.</summary>
internal sealed class ModelArchive : IDisposable
{
    private readonly ZipArchive _archive;

    public ModelArchive(Stream stream)
    {
        IReadOnlyCollection<ZipArchiveEntry> entries;
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            entries = _archive.Entries;
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("Failed to open a zip archive: the model file was cut short or changed, or is no model file.", e);
        }
        foreach (var entry in entries) CheckContent(entry);
    }

    public void Dispose() => _archive.Dispose();

    /// <summary>The content of an entry, or null where there is none.</summary>
    public Stream OpenOrNull(string name) => _archive.GetEntry(name)?.Open();

    private static void CheckContent(ZipArchiveEntry entry)
    {
        uint crc = Crc32.Start;
        long length = 0;
        try
        {
            using var content = entry.Open();
            var buffer = new byte[1 << 16];
            for (int read; (read = content.Read(buffer)) > 0; length += read) crc = Crc32.Add(crc, buffer.AsSpan(0, read));
        }
        catch (InvalidDataException e)
        {
            throw Changed(entry, "it cannot be decompressed", e);
        }
        if (length != entry.Length) throw Changed(entry, $"it has {length} bytes, but {entry.Length} were saved");
        if (Crc32.End(crc) != entry.Crc32) throw Changed(entry, $"its CRC-32 is {Crc32.End(crc):x8}, but {entry.Crc32:x8} was saved");
    }

    private static InvalidDataException Changed(ZipArchiveEntry entry, string how, Exception inner = null) =>
        new($"The model file was changed after it was saved, in entry '{entry.FullName}': {how}. Copy the file again, or save the model again.", inner);
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Writes 8-bit and 16-bit images as PNG, losslessly.</summary>
/// <remarks>
/// Rows with one byte per pixel (mostly labels) are stored unfiltered, all others with the Paeth filter: on rendered and photographed frames that
/// compresses almost as well as trying every filter, in a fraction of the time. The filtered bytes are noise and runs, so at the fastest level only
/// runs are searched: files of frames are a third smaller than with zlib's default strategy, and faster to write and read.
/// </remarks>
internal static class PngWriter
{
    private static readonly ZLibCompressionOptions s_fastest = new() { CompressionLevel = 1 };

    private static readonly ZLibCompressionOptions s_runLengths =
        new() { CompressionLevel = 1, CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding };

    /// <summary>Writes a PNG file to a stream.</summary>
    public static void Write(Stream stream, PngImage image)
    {
        if (image.Header is not { BitDepth: 8 or 16, IsInterlaced: false })
            throw new InvalidOperationException(
                "Only images of 8 or 16 bits that are not interlaced can be written, but this one is "
                + $"{(image.Header.IsInterlaced ? "interlaced " : "")}{image.Header.Format}.");

        stream.Write(PngChunks.Signature);
        WriteChunk(stream, "IHDR", image.Header.ToBytes());
        if (image.Palette.Length > 0)
            WriteChunk(stream, "PLTE", image.Palette);
        WriteChunk(stream, "IDAT", Compress(image));
        WriteChunk(stream, "IEND", []);
    }

    private static ReadOnlySpan<byte> Compress(PngImage image)
    {
        var pixelBytes = image.Header.BitsPerPixel / 8;
        var rowBytes = image.Width * pixelBytes;
        var filter = pixelBytes == 1 ? PngFilter.None : PngFilter.Paeth;
        var rows = image.Header.BitDepth == 16 ? BigEndian(image.Words) : image.Bytes.AsSpan();

        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, filter == PngFilter.Paeth ? s_runLengths : s_fastest, leaveOpen: true))
        {
            ReadOnlySpan<byte> above = new byte[rowBytes];
            var filtered = new byte[1 + rowBytes];
            filtered[0] = filter;
            for (var y = 0; y < image.Height; y++)
            {
                var row = rows.Slice(y * rowBytes, rowBytes);
                if (filter == PngFilter.None)
                    row.CopyTo(filtered.AsSpan(1));
                else
                    PngFilter.ApplyPaeth(row, above, pixelBytes, filtered.AsSpan(1));
                zlib.Write(filtered);
                above = row;
            }
        }
        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static Span<byte> BigEndian(ushort[] words)
    {
        var swapped = new ushort[words.Length];
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(words, swapped);
        else
            words.CopyTo(swapped, 0);
        return MemoryMarshal.AsBytes(swapped.AsSpan());
    }

    private static void WriteChunk(Stream stream, string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        stream.Write(chunk);
    }
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiTask;

/// <summary>Stand-in PNG writer: 8-bit grey or RGB and 16-bit RGB, rows filtered against the row above.</summary>
internal static class StreetsPng
{
    private static readonly uint[] s_crc = [.. Enumerable.Range(0, 256).Select(n => { var c = (uint)n; for (var k = 0; k < 8; k++) { c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1; } return c; })];

    public static void Write(string path, int width, int height, int channels, ReadOnlySpan<byte> samples) => Write(path, width, height, channels, 8, samples);

    public static void Write(string path, int width, int height, int channels, ReadOnlySpan<ushort> samples)
    {
        var bytes = new byte[2 * samples.Length];
        BinaryPrimitives.ReverseEndianness(samples, MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()));
        Write(path, width, height, channels, 16, bytes);
    }

    private static void Write(string path, int width, int height, int channels, byte depth, ReadOnlySpan<byte> bytes)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, (byte)(channels == 3 ? 2 : 0));
        Chunk(file, "IHDR"u8, header);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var stride = width * channels * depth / 8;
            var row = new byte[stride + 1];
            for (var y = 0; y < height; y++)
            {
                var current = bytes.Slice(y * stride, stride);
                row[0] = (byte)(y == 0 ? 0 : 2);
                if (y == 0)
                {
                    current.CopyTo(row.AsSpan(1));
                }
                else
                {
                    var above = bytes.Slice((y - 1) * stride, stride);
                    for (var i = 0; i < stride; i++)
                    {
                        row[i + 1] = (byte)(current[i] - above[i]);
                    }
                }
                zlib.Write(row);
            }
        }
        Chunk(file, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        Chunk(file, "IEND"u8, []);
        File.WriteAllBytes(path, file.GetBuffer().AsSpan(0, (int)file.Length));
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var crc = 0xFFFFFFFFu;
        foreach (var b in type) { crc = s_crc[(crc ^ b) & 255] ^ (crc >> 8); }
        foreach (var b in content) { crc = s_crc[(crc ^ b) & 255] ^ (crc >> 8); }
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }
}

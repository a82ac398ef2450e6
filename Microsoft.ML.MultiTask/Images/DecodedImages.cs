using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>
/// Decoded images in a folder, a file each, so that every image is decoded once and not in every epoch. Several threads and processes may
/// share a folder. What is damaged counts as missing.
/// </summary>
/// <remarks>
/// A file is a checksum, the width and the height of the image it was decoded from, and the values as they lie in memory.
/// </remarks>
/// <param name="folder">Where to keep them; made when the first is written.</param>
internal sealed class DecodedImages(string folder)
{
    private const int HeaderLength = 12;                            // checksum, width, height; little-endian

    /// <summary>Names what an image file decodes to: another file under the same path, as far as its length and time tell, is another
    /// image.</summary>
    /// <param name="path">The image file.</param>
    /// <param name="form">What it is decoded to: size and encoding.</param>
    /// <returns>Null where there is no such file.</returns>
    public static string? KeyOf(string path, string form)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n{form}" : null;
    }

    /// <summary>Reads an image that was written before.</summary>
    /// <param name="key">Its name, of <see cref="KeyOf"/>.</param>
    /// <param name="values">Where its values go; undefined where there is no sound one of that length.</param>
    /// <param name="size">The size of the image that it was decoded from.</param>
    public bool TryRead(string key, Span<byte> values, out ImageSize size)
    {
        size = default;
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(PathOf(key));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        using (file)
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            if (RandomAccess.GetLength(file) != HeaderLength + values.Length
                || RandomAccess.Read(file, header, 0) != header.Length || RandomAccess.Read(file, values, HeaderLength) != values.Length)
                return false;
            size = new ImageSize(BinaryPrimitives.ReadInt32LittleEndian(header[4..]), BinaryPrimitives.ReadInt32LittleEndian(header[8..]));
            return BinaryPrimitives.ReadUInt32LittleEndian(header) == Checksum(values, size);
        }
    }

    /// <summary>Keeps an image.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(string key, ReadOnlySpan<byte> values, ImageSize size)
    {
        var content = new byte[HeaderLength + values.Length];
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), size.Width);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(8), size.Height);
        values.CopyTo(content.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(content, Checksum(values, size));
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream => stream.Write(content), flushes: false);
    }

    private static uint Checksum(ReadOnlySpan<byte> values, ImageSize size) =>
        Crc32.HashToUInt32(values) ^ (uint)size.Width ^ BitOperations.RotateLeft((uint)size.Height, 16);

    private string PathOf(string key)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        return Path.Combine(folder, name[..2], name + ".raw");
    }
}

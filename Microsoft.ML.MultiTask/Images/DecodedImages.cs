using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.MultiTask.Persistence;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>
/// A cache of decoded images in a folder, one file each, so that every image is decoded once instead of in every epoch. Threads and
/// processes can share a folder. A damaged file counts as missing.
/// </summary>
/// <remarks>A file holds a checksum, the width and height of the source image, and the decoded values as in memory.</remarks>
/// <param name="folder">The cache folder; created with the first file.</param>
/// <param name="warn">Receives one message if the cache cannot be used; the images are decoded then.</param>
internal sealed class DecodedImages(string folder, Action<string> warn)
{
    private volatile bool _isReadOnly;                              // after a failed write, such as on a full disk
    private int _warnings;

    private const int HeaderLength = 12;                            // checksum, width, height; little-endian

    /// <summary>The key of an image decoded to a form (size and encoding). It has the file's length and time, so a replaced file gets another.</summary>
    /// <returns>Null if there is no such file.</returns>
    public static string? KeyOf(string path, string form)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n{form}" : null;
    }

    /// <summary>Reads an image, and the size of its source, from the cache; undefined values if it returns false.</summary>
    /// <returns>Whether the cache has a valid image of that key and length.</returns>
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn($"cannot be read: {e.Message}");
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

    /// <summary>Writes an image to the cache. If that fails, nothing more is written.</summary>
    public void Write(string key, ReadOnlySpan<byte> values, ImageSize size)
    {
        if (_isReadOnly)
            return;
        var content = new byte[HeaderLength + values.Length];
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), size.Width);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(8), size.Height);
        values.CopyTo(content.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(content, Checksum(values, size));
        var path = PathOf(key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, stream => stream.Write(content), flushes: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(path))
                return;                                             // another program wrote it at the same time
            _isReadOnly = true;
            Warn($"cannot be written: {e.Message}");
        }
    }

    private void Warn(string problem)
    {
        if (Interlocked.Exchange(ref _warnings, 1) == 0)
            warn($"Cache folder '{folder}' {problem.TrimEnd('.')}. Images that are not in it are decoded in every epoch.");
    }

    private static uint Checksum(ReadOnlySpan<byte> values, ImageSize size) =>
        Crc32.HashToUInt32(values) ^ (uint)size.Width ^ BitOperations.RotateLeft((uint)size.Height, 16);

    private string PathOf(string key)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        return Path.Combine(folder, name[..2], name + ".raw");
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.MultiTask;

/// <summary>Decodes PNG files of every bit depth and colour type, interlaced or not, to their exact samples.</summary>
/// <remarks>
/// Follows "Portable Network Graphics (PNG) Specification", second edition, ISO/IEC 15948:2004. The CRC of every chunk is checked.
/// Ancillary chunks (gamma, colour profile, transparency of palettes, …) are ignored: samples are returned as stored.
/// </remarks>
internal static class PngReader
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // Start column, start row, column step, row step of each Adam7 pass.
    private static readonly (int X, int Y, int StepX, int StepY)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Decodes a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a whole, sound PNG; the message names it and what is wrong.</exception>
    public static PngImage Read(string path)
    {
        using var handle = File.OpenHandle(path);
        var length = RandomAccess.GetLength(handle);
        if (length > Array.MaxLength)
            throw Invalid(path, $"expected at most {Array.MaxLength} bytes, but found {length}");
        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var count = 0;
            while (count < length && RandomAccess.Read(handle, buffer.AsSpan(count), count) is var read and > 0)
                count += read;
            return Read(buffer.AsSpan(0, count), path);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Decodes a file that is in memory; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string)"/>.</exception>
    public static PngImage Read(ReadOnlySpan<byte> file, string name)
    {
        var compressed = ArrayPool<byte>.Shared.Rent(file.Length);
        try
        {
            var (header, palette, length) = ReadChunks(file, compressed, name);
            var image = Allocate(header, palette, length, name);
            using var data = new ZLibStream(new MemoryStream(compressed, 0, length), CompressionMode.Decompress);
            Decode(data, image, name);
            Span<byte> end = stackalloc byte[1];
            _ = ReadData(data, end, name);    // reaching the end checks the Adler-32 of the whole
            return image;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    /// <summary>Reads only the size and pixel format of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file does not begin as a PNG does.</exception>
    public static PngHeader ReadHeader(string path)
    {
        using var handle = File.OpenHandle(path);
        Span<byte> start = stackalloc byte[8 + 8 + PngHeader.Length + 4];
        return FirstChunk(start[..RandomAccess.Read(handle, start, 0)], path);
    }

    internal static InvalidDataException Invalid(string name, string problem, Exception? inner = null) =>
        new($"PNG '{name}': {problem}.", inner);

    private static PngHeader FirstChunk(ReadOnlySpan<byte> file, string name)
    {
        var found = file[..Math.Min(file.Length, Signature.Length)];
        if (!found.SequenceEqual(Signature))
        {
            var start = found.IsEmpty ? "no data" : Convert.ToHexString(found);
            throw Invalid(name, $"expected it to begin with the PNG signature {Convert.ToHexString(Signature)}, but found {start}");
        }
        var chunk = Chunk(file, Signature.Length, name, out var type);
        if (type != "IHDR")
            throw Invalid(name, $"expected chunk IHDR first, but found {type}");
        return PngHeader.Parse(chunk, name);
    }

    // The data of the chunk that begins at a position: length, type, data, CRC of type and data.
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, int position, string name, out string type)
    {
        if (file.Length - position < 12)
            throw Invalid(name, $"expected another chunk at byte {position}, but the file ends at byte {file.Length}: it is cut short");
        var length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
        type = Encoding.Latin1.GetString(file.Slice(position + 4, 4));
        if (length > file.Length - position - 12)
            throw Invalid(name,
                $"expected {length} bytes of chunk {type} at byte {position}, "
                + $"but the file ends at byte {file.Length}: it is cut short or damaged");
        var stored = BinaryPrimitives.ReadUInt32BigEndian(file[(position + 8 + (int)length)..]);
        var computed = PngCrc.Of(file.Slice(position + 4, (int)length + 4));
        if (stored != computed)
            throw Invalid(name, $"chunk {type} at byte {position} is damaged: expected CRC {stored:X8}, but found {computed:X8}");
        return file.Slice(position + 8, (int)length);
    }

    // Checks every chunk, and copies the data of the IDAT chunks, one compressed stream, into one piece.
    private static (PngHeader Header, byte[] Palette, int Length) ReadChunks(ReadOnlySpan<byte> file, Span<byte> compressed, string name)
    {
        var header = FirstChunk(file, name);
        byte[] palette = [];
        var length = 0;
        for (var position = Signature.Length + 12 + PngHeader.Length; ;)
        {
            var data = Chunk(file, position, name, out var type);
            position += 12 + data.Length;
            switch (type)
            {
                case "IDAT":
                    data.CopyTo(compressed[length..]);
                    length += data.Length;
                    break;
                case "PLTE":
                    if (data.Length % 3 != 0 || data.Length is 0 or > 768)
                        throw Invalid(name, $"expected a palette of 1 to 256 colours, but found {data.Length} bytes");
                    palette = data.ToArray();
                    break;
                case "IEND":
                    if (length == 0)
                        throw Invalid(name, "expected image data, but found no chunk IDAT");
                    if (header.ColorType == PngColorType.Palette && palette.Length == 0)
                        throw Invalid(name, "expected a palette, but found no chunk PLTE");
                    return (header, header.ColorType == PngColorType.Palette ? palette : [], length);
                default:
                    if (char.IsAsciiLetterUpper(type[0]))
                        throw Invalid(name, $"chunk {type} is not known, but must be understood to show the image");
                    break;
            }
        }
    }

    private static PngImage Allocate(PngHeader header, byte[] palette, int compressedLength, string name)
    {
        var isWide = header.BitDepth == 16;
        var rowBytes = ((long)header.Width * header.BitsPerPixel + 7) / 8;
        var samples = (Int128)header.Width * header.Height * header.Channels;

        // Deflate cannot shrink data more than about 1032 times: a header that asks for more is wrong, however much memory there is.
        if ((Int128)rowBytes * header.Height > (compressedLength + 1) * 1032L || samples * (isWide ? 2 : 1) > Array.MaxLength)
            throw Invalid(name,
                $"the header says {header.Width}x{header.Height} {header.Format}, "
                + $"but {compressedLength} compressed bytes cannot hold that");
        return isWide
            ? new PngImage(header, [], GC.AllocateUninitializedArray<ushort>((int)samples), palette)
            : new PngImage(header, GC.AllocateUninitializedArray<byte>((int)samples), [], palette);
    }

    private static void Decode(Stream data, PngImage image, string name)
    {
        var header = image.Header;
        var pixelBytes = Math.Max(1, header.BitsPerPixel / 8);
        if (header is { IsInterlaced: false, BitDepth: 8 or 16 })
        {
            var rows = header.BitDepth == 16 ? MemoryMarshal.AsBytes(image.Words.AsSpan()) : image.Bytes;
            ReadRows(data, rows, rows.Length / header.Height, pixelBytes, name);
            if (header.BitDepth == 16 && BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(image.Words, image.Words);
            return;
        }
        foreach (var pass in header.IsInterlaced ? s_adam7 : [(0, 0, 1, 1)])
        {
            var width = (header.Width - pass.X + pass.StepX - 1) / pass.StepX;
            var height = (header.Height - pass.Y + pass.StepY - 1) / pass.StepY;
            if (width <= 0 || height <= 0)
                continue;
            var rowBytes = (int)(((long)width * header.BitsPerPixel + 7) / 8);
            var rows = new byte[rowBytes * height];
            ReadRows(data, rows, rowBytes, pixelBytes, name);
            for (var y = 0; y < height; y++)
                Place(rows.AsSpan(y * rowBytes, rowBytes), image, pass.X, pass.Y + y * pass.StepY, pass.StepX);
        }
    }

    private static void ReadRows(Stream data, Span<byte> rows, int rowBytes, int pixelBytes, string name)
    {
        ReadOnlySpan<byte> above = new byte[rowBytes];
        Span<byte> filter = stackalloc byte[1];
        for (var start = 0; start < rows.Length; start += rowBytes)
        {
            var row = rows.Slice(start, rowBytes);
            if (ReadData(data, filter, name) + ReadData(data, row, name) <= rowBytes)
                throw Invalid(name, $"the image data ends in row {start / rowBytes} of {rows.Length / rowBytes}: it is cut short");
            if (!PngFilter.TryUndo(filter[0], row, above, pixelBytes))
                throw Invalid(name, $"expected a row filter of 0 to 4, but found {filter[0]} in row {start / rowBytes}");
            above = row;
        }
    }

    private static int ReadData(Stream data, Span<byte> target, string name)
    {
        try
        {
            return data.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw Invalid(name, "the compressed image data is damaged", e);
        }
    }

    // Puts the pixels of one packed row into every step-th column of the image.
    private static void Place(ReadOnlySpan<byte> packed, PngImage image, int x, int y, int step)
    {
        var (bits, channels) = (image.Header.BitDepth, image.Channels);
        for (var i = 0; x < image.Width; x += step)
        {
            var target = ((y * image.Width) + x) * channels;
            for (var c = 0; c < channels; c++, i++)
            {
                if (bits == 16)
                    image.Words[target + c] = BinaryPrimitives.ReadUInt16BigEndian(packed[(2 * i)..]);
                else if (bits == 8)
                    image.Bytes[target + c] = packed[i];
                else
                    image.Bytes[target + c] = (byte)((packed[i * bits / 8] >> (8 - bits - (i * bits % 8))) & ((1 << bits) - 1));
            }
        }
    }
}

using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Parses the chunks of a PNG file and verifies the CRC of each. Ancillary chunks (gamma, colour profile, …) are ignored, but for the orientation in eXIf.</summary>
internal static class PngChunks
{
    private const int HeaderEnd = 8 + 8 + PngHeader.Length + 4;     // of the signature and the header chunk
    private const int TypeLength = 4;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads only the header of a file.</summary>
    public static PngHeader ReadHeader(string path)
    {
        if (!RegularFile.HasContent(path))
            return ReadHeader([], path);
        using var handle = File.OpenHandle(path);
        Span<byte> start = stackalloc byte[HeaderEnd];
        return ReadHeader(start[..RandomAccess.Read(handle, start, 0)], path);
    }

    /// <summary>Verifies every chunk and moves the data of the IDAT chunks, one compressed stream, to the start of
    /// <paramref name="file"/>.</summary>
    /// <returns>Size and format, the palette (empty unless the colour type is palette), the EXIF orientation (1 where there is none), and the
    /// length of the stream.</returns>
    public static (PngHeader Header, byte[] Palette, int Orientation, int Length) Gather(Span<byte> file, string name)
    {
        var header = ReadHeader(file, name);
        byte[] palette = [];
        var (orientation, length) = (1, 0);
        for (var position = HeaderEnd; ;)
        {
            var data = Data(file, position, name);
            var type = Type(file, position);
            position += 12 + data.Length;
            if (type.SequenceEqual("IDAT"u8))
            {
                data.CopyTo(file[length..]);
                length += data.Length;
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                if (data.Length % 3 != 0 || data.Length is 0 or > 768)
                    throw Invalid(name, $"expected a palette of 1 to 256 colours, but found {data.Length} bytes");
                palette = data.ToArray();
            }
            else if (type.SequenceEqual("eXIf"u8))
            {
                orientation = ExifOrientation.Read(data);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                if (length == 0)
                    throw Invalid(name, "expected image data, but found no chunk IDAT");
                if (header.ColorType == PngColorType.Palette && palette.Length == 0)
                    throw Invalid(name, "expected a palette, but found no chunk PLTE");
                return (header, header.ColorType == PngColorType.Palette ? palette : [], orientation, length);
            }
            else if (char.IsAsciiLetterUpper((char)type[0]))
            {
                throw Invalid(name, $"chunk {Encoding.Latin1.GetString(type)} is unknown, but critical for decoding the image");
            }
        }
    }

    public static InvalidDataException Invalid(string name, string problem, Exception? inner = null) => new($"PNG '{name}': {problem}.", inner);

    private static PngHeader ReadHeader(ReadOnlySpan<byte> file, string name)
    {
        var found = file[..Math.Min(file.Length, Signature.Length)];
        if (!found.SequenceEqual(Signature))
        {
            var start = found.IsEmpty ? "no data" : Convert.ToHexString(found);
            throw Invalid(name, $"expected it to begin with the PNG signature {Convert.ToHexString(Signature)}, but found {start}");
        }
        var data = Data(file, Signature.Length, name);
        var type = Type(file, Signature.Length);
        if (!type.SequenceEqual("IHDR"u8))
            throw Invalid(name, $"expected chunk IHDR first, but found {Encoding.Latin1.GetString(type)}");
        return PngHeader.Parse(data, name);
    }

    private static ReadOnlySpan<byte> Type(ReadOnlySpan<byte> file, int position) => file.Slice(position + 4, TypeLength);

    // The data of the chunk at a position. A chunk is length, type, data, CRC of type and data.
    private static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> file, int position, string name)
    {
        if (file.Length - position < 12)
            throw Invalid(name, $"expected another chunk at byte {position}, but the file ends at byte {file.Length}: it is cut short");
        var length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
        if (length > file.Length - position - 12)
            throw Invalid(name,
                $"expected {length} bytes of chunk {Encoding.Latin1.GetString(Type(file, position))} at byte {position}, "
                + $"but the file ends at byte {file.Length}: it is cut short or damaged");
        var stored = BinaryPrimitives.ReadUInt32BigEndian(file[(position + 8 + (int)length)..]);
        var computed = Crc32.HashToUInt32(file.Slice(position + 4, (int)length + TypeLength));
        if (stored != computed)
            throw Invalid(name,
                $"chunk {Encoding.Latin1.GetString(Type(file, position))} at byte {position} is damaged: "
                + $"expected CRC {stored:X8}, but found {computed:X8}");
        return file.Slice(position + 8, (int)length);
    }
}

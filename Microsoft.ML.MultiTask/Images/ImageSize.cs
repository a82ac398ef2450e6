using System.Buffers.Binary;
using Microsoft.ML.MultiTask.Images;

namespace Microsoft.ML.MultiTask;

/// <summary>The size of an image.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows of pixels.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>Width x height, such as <c>1242x375</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";

    /// <summary>Reads the size of a PNG or JPEG file from its header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The size; null for other formats and for a JPEG without a frame header.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A PNG file does not start with a PNG header.</exception>
    public static ImageSize? Read(string path)
    {
        if (Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            var header = PngReader.ReadHeader(path);
            return new ImageSize(header.Width, header.Height);
        }
        using var stream = File.OpenRead(path);
        return ReadJpeg(stream);
    }

    // A JPEG is a sequence of segments FF xx length; the size is in the frame header, SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC).
    private static ImageSize? ReadJpeg(FileStream stream)
    {
        Span<byte> segment = stackalloc byte[4];
        Span<byte> frame = stackalloc byte[5];
        if (stream.ReadByte() != 0xFF || stream.ReadByte() != 0xD8)
            return null;
        while (stream.ReadAtLeast(segment, 4, throwOnEndOfStream: false) == 4 && segment[0] == 0xFF)
        {
            if (segment[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return stream.ReadAtLeast(frame, 5, throwOnEndOfStream: false) == 5
                    ? new ImageSize(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]))
                    : null;
            }
            stream.Seek(BinaryPrimitives.ReadUInt16BigEndian(segment[2..]) - 2, SeekOrigin.Current);
        }
        return null;
    }
}

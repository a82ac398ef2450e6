using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// A PNG image whose samples are exactly those of the file: 16 bits stay 16 bits, palette indices are not expanded, and no gamma or
/// colour profile is applied. Label images need that; most image libraries do not offer it.
/// </summary>
/// <remarks>
/// Samples are interleaved, row by row: [Height, Width, Channels]. Up to 8 bits they are in <see cref="Bytes"/>, one a byte (4-bit grey
/// holds 0..15); 16-bit samples are in <see cref="Words"/>. The arrays are not copied: an image made from an array shares it.
/// </remarks>
public sealed class PngImage
{
    internal PngImage(PngHeader header, byte[] bytes, ushort[] words, byte[] palette) =>
        (Header, Bytes, Words, Palette) = (header, bytes, words, palette);

    /// <summary>Width, pixels.</summary>
    public int Width => Header.Width;

    /// <summary>Height, pixels.</summary>
    public int Height => Header.Height;

    /// <summary>Samples per pixel, 1 to 4; a palette index is one.</summary>
    public int Channels => Header.Channels;

    /// <summary>Bits per sample: 1, 2, 4, 8 or 16.</summary>
    public int BitDepth => Header.BitDepth;

    /// <summary>What the samples of a pixel mean.</summary>
    public PngColorType ColorType => Header.ColorType;

    /// <summary>The samples of an image of 1 to 8 bits: [Height, Width, Channels]. Empty for 16 bits.</summary>
    public byte[] Bytes { get; }

    /// <summary>The samples of a 16-bit image: [Height, Width, Channels]. Empty for fewer bits.</summary>
    public ushort[] Words { get; }

    /// <summary>R, G, B of each palette entry, 3 to 768 bytes. Empty unless <see cref="ColorType"/> is <see cref="PngColorType.Palette"/>.</summary>
    public byte[] Palette { get; }

    internal PngHeader Header { get; }

    /// <summary>An 8-bit greyscale image.</summary>
    /// <param name="width">Width, pixels, at least 1.</param>
    /// <param name="height">Height, pixels, at least 1.</param>
    /// <param name="samples">[height, width]; not copied.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static PngImage Grey8(int width, int height, byte[] samples) => Of(width, height, PngColorType.Grey, samples);

    /// <summary>A 16-bit greyscale image.</summary>
    /// <inheritdoc cref="Grey8"/>
    public static PngImage Grey16(int width, int height, ushort[] samples) => Of(width, height, PngColorType.Grey, samples);

    /// <summary>An image of 8-bit red, green and blue.</summary>
    /// <param name="width">Width, pixels, at least 1.</param>
    /// <param name="height">Height, pixels, at least 1.</param>
    /// <param name="samples">[height, width, 3]; not copied.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static PngImage Rgb8(int width, int height, byte[] samples) => Of(width, height, PngColorType.Rgb, samples);

    /// <summary>An image of 16-bit red, green and blue, such as SYNTHIA's labels.</summary>
    /// <inheritdoc cref="Rgb8"/>
    public static PngImage Rgb16(int width, int height, ushort[] samples) => Of(width, height, PngColorType.Rgb, samples);

    /// <summary>An image of 8-bit red, green, blue and alpha.</summary>
    /// <param name="width">Width, pixels, at least 1.</param>
    /// <param name="height">Height, pixels, at least 1.</param>
    /// <param name="samples">[height, width, 4]; not copied.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static PngImage Rgba8(int width, int height, byte[] samples) => Of(width, height, PngColorType.Rgba, samples);

    /// <summary>An image of 8-bit palette indices.</summary>
    /// <param name="width">Width, pixels, at least 1.</param>
    /// <param name="height">Height, pixels, at least 1.</param>
    /// <param name="samples">Palette indices, [height, width]; not copied.</param>
    /// <param name="palette">R, G, B of 1 to 256 entries; not copied.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> or <paramref name="palette"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static PngImage Palette8(int width, int height, byte[] samples, byte[] palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        if (palette.Length % 3 != 0 || palette.Length is 0 or > 768)
            throw new ArgumentException(
                $"A palette has 1 to 256 entries of 3 bytes, but {palette.Length} bytes were given.", nameof(palette));
        return new PngImage(Of(width, height, PngColorType.Palette, samples).Header, samples, [], palette);
    }

    /// <summary>Reads a PNG file of any bit depth and colour type, interlaced or not. Every checksum is verified.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a complete, valid PNG; the message names it and what is wrong.</exception>
    public static PngImage Read(string path)
    {
        var decoder = new PngDecoder();
        decoder.Decode(path);
        return decoder.ToImage();
    }

    /// <summary>Reads a PNG file that is in memory.</summary>
    /// <param name="file">The file's bytes; not kept.</param>
    /// <param name="name">The file's name in error messages.</param>
    /// <exception cref="InvalidDataException">The bytes are not a complete, valid PNG; the message says what is wrong.</exception>
    public static PngImage Read(ReadOnlySpan<byte> file, string name = "in memory")
    {
        var decoder = new PngDecoder();
        decoder.Decode(file, name);
        return decoder.ToImage();
    }

    /// <summary>Writes the image as a PNG file. It replaces a file of that name in one step, so a failed write leaves the old one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The image has fewer than 8 bits or was read from an interlaced file.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write, flushes: false);

    /// <summary>Writes the image as PNG to a stream, losslessly.</summary>
    /// <param name="stream">Written at its position; left open.</param>
    /// <exception cref="InvalidOperationException">The image has fewer than 8 bits or was read from an interlaced file.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PngWriter.Write(stream, this);
    }

    private static PngImage Of(int width, int height, PngColorType colorType, byte[] samples) =>
        new(Header8Or16(width, height, 8, colorType, samples), samples, [], []);

    private static PngImage Of(int width, int height, PngColorType colorType, ushort[] samples) =>
        new(Header8Or16(width, height, 16, colorType, samples), [], samples, []);

    private static PngHeader Header8Or16(int width, int height, int bitDepth, PngColorType colorType, Array samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(samples);
        var header = new PngHeader(width, height, bitDepth, colorType);
        var expected = (long)width * height * header.Channels;
        return samples.Length == expected ? header : throw new ArgumentException(
            $"A {header.Format} image of {width}x{height} has {expected} samples, but {samples.Length} were given.", nameof(samples));
    }
}

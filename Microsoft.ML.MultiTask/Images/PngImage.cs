namespace Microsoft.ML.MultiTask.Images;

/// <summary>A decoded PNG: its samples exactly as stored, pixel by pixel, row by row. Grey of 4 bits holds 0..15, not 0..255.</summary>
/// <param name="Header">Size and pixel format.</param>
/// <param name="Bytes">The samples of an image of 1 to 8 bits, one a byte: [Height, Width, Channels]. Empty for 16 bits.</param>
/// <param name="Words">The samples of an image of 16 bits: [Height, Width, Channels]. Empty otherwise.</param>
/// <param name="Palette">R, G, B of each palette entry, where the colour type is palette. Empty otherwise.</param>
internal sealed record PngImage(PngHeader Header, byte[] Bytes, ushort[] Words, byte[] Palette)
{
    public int Width => Header.Width;

    public int Height => Header.Height;

    public int Channels => Header.Channels;

    public static PngImage Grey8(int width, int height, byte[] samples) =>
        Of(new PngHeader(width, height, 8, PngColorType.Grey), samples, [], []);

    public static PngImage Grey16(int width, int height, ushort[] samples) =>
        Of(new PngHeader(width, height, 16, PngColorType.Grey), [], samples, []);

    public static PngImage Rgb8(int width, int height, byte[] samples) =>
        Of(new PngHeader(width, height, 8, PngColorType.Rgb), samples, [], []);

    public static PngImage Rgb16(int width, int height, ushort[] samples) =>
        Of(new PngHeader(width, height, 16, PngColorType.Rgb), [], samples, []);

    public static PngImage Rgba8(int width, int height, byte[] samples) =>
        Of(new PngHeader(width, height, 8, PngColorType.Rgba), samples, [], []);

    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="samples">Palette indices.</param>
    /// <param name="palette">R, G, B of each entry, at most 256.</param>
    public static PngImage Palette8(int width, int height, byte[] samples, byte[] palette) =>
        Of(new PngHeader(width, height, 8, PngColorType.Palette), samples, [], palette);

    private static PngImage Of(PngHeader header, byte[] bytes, ushort[] words, byte[] palette)
    {
        var expected = (long)header.Width * header.Height * header.Channels;
        if (bytes.Length + words.Length != expected)
            throw new ArgumentException(
                $"A {header.Format} image of {header.Width}x{header.Height} has {expected} samples, "
                + $"but {bytes.Length + words.Length} were given.");
        if (palette.Length % 3 != 0 || palette.Length > 768 || (header.ColorType == PngColorType.Palette && palette.Length == 0))
            throw new ArgumentException($"A palette has 1 to 256 entries of 3 bytes, but {palette.Length} bytes were given.");
        return new PngImage(header, bytes, words, palette);
    }
}

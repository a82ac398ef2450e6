namespace Microsoft.ML.MultiTask.Images;

/// <summary>Turns the samples of a PNG into what a screen shows: 8-bit red, green, blue and, if asked for, alpha.</summary>
internal static class PngPixels
{
    /// <summary>Interleaved R, G, B: [Height, Width, 3]. The image's own samples where it is 8-bit RGB, so not to be written to.</summary>
    /// <exception cref="InvalidDataException">A palette index lies beyond the palette.</exception>
    public static byte[] ToRgb(PngImage image, string name) =>
        image.Header is { BitDepth: 8, ColorType: PngColorType.Rgb } ? image.Bytes : Expand(image, 3, name);

    /// <summary>Interleaved R, G, B, A: [Height, Width, 4]; alpha is 255 where the image has none.</summary>
    /// <exception cref="InvalidDataException">A palette index lies beyond the palette.</exception>
    public static byte[] ToRgba(PngImage image, string name) =>
        image.Header is { BitDepth: 8, ColorType: PngColorType.Rgba } ? image.Bytes : Expand(image, 4, name);

    private static byte[] Expand(PngImage image, int channels, string name)
    {
        if (image.Header.ColorType == PngColorType.Palette)
            CheckIndices(image, name);
        var pixels = GC.AllocateUninitializedArray<byte>(image.Width * image.Height * channels);
        var samples = image.Bytes.Length > 0 || image.Words.Length == 0 ? To8Bits(image) : To8Bits(image.Words);
        var (stride, colors) = (image.Channels, image.Channels > 2 ? 3 : 1);
        for (int from = 0, to = 0; to < pixels.Length; from += stride, to += channels)
        {
            for (var c = 0; c < 3; c++)
                pixels[to + c] = image.Header.ColorType == PngColorType.Palette
                    ? image.Palette[(3 * samples[from]) + c]
                    : samples[from + (c % colors)];
            if (channels == 4)
                pixels[to + 3] = stride is 2 or 4 ? samples[from + stride - 1] : byte.MaxValue;
        }
        return pixels;
    }

    // Grey of fewer bits is stretched to 0..255; palette indices stay what they are.
    private static byte[] To8Bits(PngImage image) =>
        image.Header is { BitDepth: < 8, ColorType: PngColorType.Grey } header
            ? Array.ConvertAll(image.Bytes, sample => (byte)(sample * 255 / ((1 << header.BitDepth) - 1)))
            : image.Bytes;

    // Rounds sample * 255 / 65535.
    private static byte[] To8Bits(ushort[] samples) =>
        Array.ConvertAll(samples, sample => (byte)(((sample * 255) + 32895) >> 16));

    private static void CheckIndices(PngImage image, string name)
    {
        var last = (image.Palette.Length / 3) - 1;
        var found = image.Bytes.Max();
        if (found > last)
            throw PngReader.Invalid(name, $"expected palette indices of 0 to {last}, but found {found}");
    }
}

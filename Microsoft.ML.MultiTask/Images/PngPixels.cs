namespace Microsoft.ML.MultiTask.Images;

/// <summary>Converts the samples of a PNG to 8-bit red, green and blue; alpha is dropped.</summary>
internal static class PngPixels
{
    /// <summary>Interleaved R, G, B: [Height, Width, 3]. Shares the image's own samples if it is 8-bit RGB: do not write to the result.</summary>
    /// <exception cref="InvalidDataException">A palette index lies beyond the palette.</exception>
    public static byte[] ToRgb(PngImage image, string name)
    {
        if (image is { BitDepth: 8, ColorType: PngColorType.Rgb })
            return image.Bytes;
        if (image.ColorType == PngColorType.Palette)
            CheckIndices(image, name);
        var pixels = GC.AllocateUninitializedArray<byte>(image.Width * image.Height * 3);
        var samples = image.BitDepth == 16 ? To8Bits(image.Words) : To8Bits(image);
        var (stride, colors) = (image.Channels, image.Channels > 2 ? 3 : 1);
        for (int from = 0, to = 0; to < pixels.Length; from += stride, to += 3)
        {
            for (var c = 0; c < 3; c++)
                pixels[to + c] = image.ColorType == PngColorType.Palette
                    ? image.Palette[(3 * samples[from]) + c]
                    : samples[from + (c % colors)];
        }
        return pixels;
    }

    // Grey of fewer than 8 bits is scaled to 0..255; palette indices are kept.
    private static byte[] To8Bits(PngImage image) => image is { BitDepth: < 8, ColorType: PngColorType.Grey }
        ? Array.ConvertAll(image.Bytes, sample => (byte)(sample * 255 / ((1 << image.BitDepth) - 1)))
        : image.Bytes;

    // Rounds sample * 255 / 65535.
    private static byte[] To8Bits(ushort[] samples) =>
        Array.ConvertAll(samples, sample => (byte)(((sample * 255) + 32895) >> 16));

    private static void CheckIndices(PngImage image, string name)
    {
        var last = (image.Palette.Length / 3) - 1;
        var found = image.Bytes.Max();
        if (found > last)
            throw PngChunks.Invalid(name, $"expected palette indices of 0 to {last}, but found {found}");
    }
}

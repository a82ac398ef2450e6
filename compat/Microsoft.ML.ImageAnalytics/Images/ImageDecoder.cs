using Microsoft.ML.MultiTask;

namespace Microsoft.ML.Data;

/// <summary>Tells image files by their first bytes and decodes them.</summary>
internal static class ImageDecoder
{
    /// <param name="file">The whole file.</param>
    /// <param name="source">How a message begins that says what is wrong.</param>
    /// <param name="parameter">The parameter that an exception names.</param>
    public static MLImage Decode(ReadOnlySpan<byte> file, string source, string parameter)
    {
        try
        {
            if (file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]) return DecodePng(file);
            if (file is [0xFF, 0xD8, 0xFF, ..]) return TurboJpeg.Decode(file);
        }
        catch (InvalidDataException e)
        {
            throw new ArgumentException($"{source}: {e.Message}", parameter, e);
        }
        throw new ArgumentException($"{source}: expected a PNG or JPEG file, but found another format.", parameter);
    }

    private static MLImage DecodePng(ReadOnlySpan<byte> file)
    {
        var image = PngReader.Read(file, "image");
        var bytes = image.Words.Length == 0 ? image
            : new PngImage(image.Header with { BitDepth = 8 }, Array.ConvertAll(image.Words, word => (byte)(word >> 8)), [], []);
        bool isOpaque = image.Header.ColorType is not (PngColorType.GreyAlpha or PngColorType.Rgba);
        return new MLImage(image.Width, image.Height, MLPixelFormat.Bgra32,
            ImageColors.ToPremultipliedBgra(PngPixels.ToRgba(bytes, "image")), isOpaque);
    }
}

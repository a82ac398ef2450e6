using Microsoft.ML.MultiTask;

namespace Microsoft.ML.Data;

/// <summary>Conversions of an image's four bytes a pixel to other layouts.</summary>
internal static class ImageColors
{
    /// <summary>Offsets of red, green, blue within a pixel; alpha is the last byte of either format.</summary>
    public static (int Red, int Green, int Blue) Offsets(this MLPixelFormat format) =>
        format == MLPixelFormat.Bgra32 ? (2, 1, 0) : (0, 1, 2);

    /// <summary>Blue, green, red of each pixel, no longer premultiplied.</summary>
    public static byte[] ToBgr(MLImage image)
    {
        var pixels = image.Pixels;
        var (red, green, blue) = image.PixelFormat.Offsets();
        var bgr = new byte[pixels.Length / 4 * 3];
        for (int from = 0, to = 0; from < pixels.Length; from += 4, to += 3)
        {
            int alpha = image.IsOpaque ? 255 : pixels[from + 3];
            bgr[to] = (byte)Unmultiply(pixels[from + blue], alpha);
            bgr[to + 1] = (byte)Unmultiply(pixels[from + green], alpha);
            bgr[to + 2] = (byte)Unmultiply(pixels[from + red], alpha);
        }
        return bgr;
    }

    /// <summary>Blue, green, red, alpha of each pixel, premultiplied, from red, green, blue, alpha.</summary>
    public static byte[] ToPremultipliedBgra(ReadOnlySpan<byte> rgba)
    {
        var bgra = new byte[rgba.Length];
        for (int i = 0; i < rgba.Length; i += 4)
        {
            int alpha = rgba[i + 3];
            (bgra[i], bgra[i + 1], bgra[i + 2], bgra[i + 3]) =
                (Multiply(rgba[i + 2], alpha), Multiply(rgba[i + 1], alpha), Multiply(rgba[i], alpha), (byte)alpha);
        }
        return bgra;
    }

    /// <summary>A PNG file: RGB of an opaque image, otherwise RGB with alpha.</summary>
    public static byte[] ToPng(MLImage image)
    {
        var pixels = image.Pixels;
        var (red, green, blue) = image.PixelFormat.Offsets();
        int channels = image.IsOpaque ? 3 : 4;
        var samples = new byte[pixels.Length / 4 * channels];
        for (int from = 0, to = 0; from < pixels.Length; from += 4, to += channels)
        {
            int alpha = image.IsOpaque ? 255 : pixels[from + 3];
            samples[to] = (byte)Math.Min(255, Unmultiply(pixels[from + red], alpha));
            samples[to + 1] = (byte)Math.Min(255, Unmultiply(pixels[from + green], alpha));
            samples[to + 2] = (byte)Math.Min(255, Unmultiply(pixels[from + blue], alpha));
            if (channels == 4) samples[to + 3] = (byte)alpha;
        }
        return PngWriter.Encode(channels == 3
            ? PngImage.Rgb8(image.Width, image.Height, samples)
            : PngImage.Rgba8(image.Width, image.Height, samples));
    }

    private static byte Multiply(int color, int alpha) => (byte)(((color * alpha) + 127) / 255);

    private static int Unmultiply(int color, int alpha) => alpha == 255 ? color : alpha == 0 ? 0 : ((color * 255) + (alpha / 2)) / alpha;
}

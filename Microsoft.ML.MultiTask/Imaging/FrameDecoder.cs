using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Turns a frame, from a file or an <see cref="MLImage"/>, into the bytes the network sees: red, green, blue planes of one size.
/// The only place where that is done, so training, scoring and live video agree. Not thread-safe.
/// </summary>
internal sealed class FrameDecoder(int height, int width)
{
    private readonly FrameResizer _resizer = new(height, width);

    /// <summary>Bytes of a decoded frame.</summary>
    public int Length => 3 * height * width;

    /// <summary>Decodes a PNG file, or another format that <see cref="MLImage"/> reads, such as JPEG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="planar">Receives [3, height, width], 0..255.</param>
    /// <returns>The size the file's image has.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a sound image; the message names it.</exception>
    public ImageSize Decode(string path, Span<byte> planar)
    {
        if (Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            var image = PngReader.Read(path);
            _resizer.Resize(PngPixels.ToRgb(image, path), image.Height, image.Width, PixelLayout.Rgb, planar);
            return new ImageSize(image.Width, image.Height);
        }
        using var stream = File.OpenRead(path);
        using var decoded = DecodeOther(stream, path);
        Decode(decoded, planar);
        return new ImageSize(decoded.Width, decoded.Height);
    }

    /// <summary>Scales an image that is in memory; its alpha is ignored.</summary>
    /// <param name="image">The frame; not disposed.</param>
    /// <param name="planar">Receives [3, height, width], 0..255.</param>
    public void Decode(MLImage image, Span<byte> planar)
    {
        var layout = image.PixelFormat == MLPixelFormat.Bgra32 ? PixelLayout.Bgra : PixelLayout.Rgba;
        _resizer.Resize(image.Pixels, image.Height, image.Width, layout, planar);
    }

    private static MLImage DecodeOther(FileStream stream, string path)
    {
        try
        {
            return MLImage.CreateFromStream(stream);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(
                $"Frame '{path}': expected a PNG, JPEG or other image, but its content could not be decoded.", e);
        }
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>
/// Turns a frame, from a file or an <see cref="MLImage"/>, into the bytes the network sees: red, green, blue planes of one size.
/// The only place where that is done, so training, scoring and live video agree. Not thread-safe.
/// </summary>
/// <remarks>
/// Every loop over pixels on the way is marked for optimization at once: the first images would take three times as long before
/// the runtime got round to it.
/// </remarks>
/// <param name="height">Rows of every decoded frame.</param>
/// <param name="width">Columns of every decoded frame.</param>
/// <param name="png">Decodes PNG files; may be shared with others on the same thread.</param>
internal sealed class FrameDecoder(int height, int width, PngDecoder png)
{
    private readonly FrameResizer _resizer = new(height, width);

    public FrameDecoder(int height, int width)
        : this(height, width, new PngDecoder())
    {
    }

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
            png.Decode(path);
            var size = new ImageSize(png.Header.Width, png.Header.Height);
            if (png is { HasRows: true, Header: { BitDepth: 8, ColorType: PngColorType.Rgb or PngColorType.Rgba } })
            {
                var layout = png.Header.ColorType == PngColorType.Rgb ? PixelLayout.Rgb : PixelLayout.Rgba;
                _resizer.Resize(png.Pixels, png.Stride, size.Height, size.Width, layout, planar);
            }
            else
            {
                _resizer.Resize(PngPixels.ToRgb(png.ToImage(), path), 3 * size.Width, size.Height, size.Width, PixelLayout.Rgb, planar);
            }
            return size;
        }
        using var decoded = DecodeOther(path);
        Decode(decoded, planar);
        return new ImageSize(decoded.Width, decoded.Height);
    }

    /// <summary>Scales an image that is in memory; its alpha is ignored.</summary>
    /// <param name="image">The frame; not disposed.</param>
    /// <param name="planar">Receives [3, height, width], 0..255.</param>
    public void Decode(MLImage image, Span<byte> planar)
    {
        var layout = image.PixelFormat == MLPixelFormat.Bgra32 ? PixelLayout.Bgra : PixelLayout.Rgba;
        _resizer.Resize(image.Pixels, layout.Stride * image.Width, image.Height, image.Width, layout, planar);
    }

    private static MLImage DecodeOther(string path)
    {
        var file = File.ReadAllBytes(path);
        if (JpegFile.IsJpeg(file) && !JpegFile.HasEnd(file))
            throw new InvalidDataException(
                $"Frame '{path}': expected a whole JPEG, but it ends after {file.Length} bytes without an end mark: it is cut short.");
        try
        {
            return MLImage.CreateFromStream(new MemoryStream(file));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(
                $"Frame '{path}': expected a PNG, JPEG or other image, but its content could not be decoded.", e);
        }
    }
}

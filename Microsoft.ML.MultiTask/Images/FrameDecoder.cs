using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Persistence;
using SkiaSharp;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>
/// Converts a frame, from a file or an <see cref="MLImage"/>, to the network's input: [3, height, width] of red, green, blue, 0 to 255. Training,
/// scoring and live video all use this class, so they agree. Not thread-safe.
/// </summary>
/// <remarks>
/// All loops over pixels are marked AggressiveOptimization: otherwise the first images take three times as long, until tiered
/// compilation optimizes the loops.
/// </remarks>
internal sealed class FrameDecoder(int height, int width, PngDecoder png)
{
    private readonly FrameResizer _resizer = new(height, width);

    public FrameDecoder(int height, int width)
        : this(height, width, new PngDecoder())
    {
    }

    /// <summary>Bytes per decoded frame.</summary>
    public int Length => 3 * height * width;

    /// <summary>The orientation of the file decoded last, which is applied: 1 to 8 as in EXIF, 1 if the file has none.</summary>
    public int Orientation { get; private set; } = 1;

    /// <summary>Decodes a PNG file, or another format that <see cref="MLImage"/> reads, such as JPEG. The content decides, not the name.</summary>
    /// <returns>The size of the image in the file, after turning it as its EXIF orientation says.</returns>
    public ImageSize Decode(string path, Span<byte> planar)
    {
        Orientation = 1;
        if (ImageFormat.IsPng(path))
        {
            png.Decode(path);
            if (png.Orientation != 1)
                throw new InvalidDataException($"Frame '{path}': its EXIF data say that it must be turned (orientation {png.Orientation}), which is "
                    + "done for JPEG only. Turn its pixels, or remove the chunk eXIf if it does not hold.");
            var size = png.Header.Size;
            if (png.Header is { BitDepth: 8, ColorType: PngColorType.Rgb or PngColorType.Rgba })
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
        using var image = DecodeOther(path, out var origin);
        var turned = ExifOrientation.Turn(new ImageSize(image.Width, image.Height), origin);
        if (origin == SKEncodedOrigin.TopLeft)
            _resizer.Resize(image.GetPixelSpan(), image.RowBytes, image.Height, image.Width, PixelLayout.Bgra, planar);
        else
            _resizer.Resize(ExifOrientation.Turn(image, origin), 4 * turned.Width, turned.Height, turned.Width, PixelLayout.Bgra, planar);
        Orientation = (int)origin;
        return turned;
    }

    /// <summary>Scales an image in memory, which is not disposed; alpha is ignored.</summary>
    public void Decode(MLImage image, Span<byte> planar)
    {
        var layout = image.PixelFormat == MLPixelFormat.Bgra32 ? PixelLayout.Bgra : PixelLayout.Rgba;
        _resizer.Resize(image.Pixels, layout.Stride * image.Width, image.Height, image.Width, layout, planar);
    }

    private static SKBitmap DecodeOther(string path, out SKEncodedOrigin origin)
    {
        var file = RegularFile.ReadAllBytes(path);
        using var data = SKData.CreateCopy(file);                   // a .NET stream would get a buffer of whatever length a damaged file asks for
        using var codec = SKCodec.Create(data);
        if (codec is not null)
            ImageLimits.Check(codec.Info.Width, codec.Info.Height, $"Frame '{path}'");
        origin = codec?.EncodedOrigin ?? SKEncodedOrigin.TopLeft;
        var image = new SKBitmap(codec?.Info.Width ?? 0, codec?.Info.Height ?? 0, SKColorType.Bgra8888, SKAlphaType.Premul);
        switch (codec?.GetPixels(image.Info, image.GetPixels()))
        {
            case SKCodecResult.Success:
                return image;
            case SKCodecResult.IncompleteInput:
                image.Dispose();
                throw new InvalidDataException($"Frame '{path}': expected a complete image, but it ends after {file.Length} bytes: it is cut short.");
            default:
                image.Dispose();
                throw new InvalidDataException(
                    $"Frame '{path}': expected a PNG, JPEG or other image, but its content could not be decoded.");
        }
    }
}

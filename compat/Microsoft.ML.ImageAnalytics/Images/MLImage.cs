namespace Microsoft.ML.Data;

/// <summary>An image of four bytes a pixel in memory, its colours premultiplied by alpha. PNG files are decoded in C#, JPEG files by
/// libjpeg-turbo.</summary>
public sealed class MLImage : IDisposable
{
    private readonly byte[] _pixels;
    private readonly MLPixelFormat _pixelFormat;
    private readonly int _width;
    private readonly int _height;
    private string _tag;
    private bool _disposed;

    internal MLImage(int width, int height, MLPixelFormat pixelFormat, byte[] pixels, bool isOpaque)
    {
        _width = width;
        _height = height;
        _pixelFormat = pixelFormat;
        _pixels = pixels;
        IsOpaque = isOpaque;
    }

    public MLPixelFormat PixelFormat => Alive._pixelFormat;

    public byte[] GetBGRPixels => ImageColors.ToBgr(Alive);

    public ReadOnlySpan<byte> Pixels => Alive._pixels;

    public string Tag
    {
        get => Alive._tag;
        set => Alive._tag = value;
    }

    public int Width => Alive._width;

    public int Height => Alive._height;

    public int BitsPerPixel => 8 * Alive._pixels.Length / (_width * _height);

    /// <summary>Whether the image has no alpha to keep, whatever its fourth bytes are.</summary>
    internal bool IsOpaque { get; }

    private MLImage Alive => _disposed ? throw new InvalidOperationException("Object is disposed.") : this;

    public static MLImage CreateFromStream(Stream imageStream)
    {
        ArgumentNullException.ThrowIfNull(imageStream);
        using var content = new MemoryStream();
        imageStream.CopyTo(content);
        return ImageDecoder.Decode(content.GetBuffer().AsSpan(0, (int)content.Length), "Invalid input stream contents",
            nameof(imageStream));
    }

    public static MLImage CreateFromFile(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        if (!File.Exists(imagePath)) throw new ArgumentException($"Invalid path: there is no file '{imagePath}'.", nameof(imagePath));
        return ImageDecoder.Decode(File.ReadAllBytes(imagePath), $"Invalid path: the content of '{imagePath}'", nameof(imagePath));
    }

    public static MLImage CreateFromPixels(int width, int height, MLPixelFormat pixelFormat, ReadOnlySpan<byte> imagePixelData)
    {
        if (pixelFormat is not (MLPixelFormat.Bgra32 or MLPixelFormat.Rgba32))
            throw new ArgumentException("Unsupported pixel format", nameof(pixelFormat));
        if (width <= 0) throw new ArgumentException("Invalid width value.", nameof(width));
        if (height <= 0) throw new ArgumentException("Invalid height value.", nameof(height));
        if (imagePixelData.Length != (long)width * height * 4)
            throw new ArgumentException($"Invalid {nameof(imagePixelData)} buffer size: expected {(long)width * height * 4} bytes, but found {imagePixelData.Length}.");
        return new MLImage(width, height, pixelFormat, imagePixelData.ToArray(), isOpaque: false);
    }

    public void Save(string imagePath)
    {
        var extension = Path.GetExtension(Alive is null ? null : imagePath);
        var encoded = extension.ToLowerInvariant() switch
        {
            ".png" => ImageColors.ToPng(this),
            ".jpg" or ".jpeg" => TurboJpeg.Encode(this, quality: 100),
            ".bmp" or ".gif" or ".ico" or ".wbmp" or ".webp" or ".pkm" or ".ktx" or ".astc" or ".dng" or ".heif" or ".avif" =>
                throw new ArgumentException(
                    $"Saving image with the format '{extension}' is not supported. Try save it with `Jpeg` or `Png` format.", nameof(imagePath)),
            _ => throw new ArgumentException("Path has invalid image file extension.", nameof(imagePath)),
        };
        File.WriteAllBytes(imagePath, encoded);
    }

    public void Dispose() => _disposed = true;
}

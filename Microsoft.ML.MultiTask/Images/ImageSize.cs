using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Persistence;
using SkiaSharp;

namespace Microsoft.ML.MultiTask;

/// <summary>The size of an image.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows of pixels.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>Width x height, such as <c>1242x375</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";

    /// <summary>Reads the size of a frame from the file's header, turned as its EXIF orientation says. The content decides on the format, not
    /// the name.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The size; null if the file is not a readable image.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A PNG file does not start with a PNG header.</exception>
    public static ImageSize? Read(string path)
    {
        if (ImageFormat.IsPng(path))
            return PngChunks.ReadHeader(path).Size;
        if (!RegularFile.HasContent(path))
            return null;
        using var codec = SKCodec.Create(path);
        return codec is null ? null : ExifOrientation.Turn(new ImageSize(codec.Info.Width, codec.Info.Height), codec.EncodedOrigin);
    }
}

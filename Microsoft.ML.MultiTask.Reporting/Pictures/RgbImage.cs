using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>An image for viewing: 8-bit R, G, B, row by row.</summary>
public sealed class RgbImage
{
    private readonly byte[] _samples;                    // [H, W, 3]

    internal RgbImage(int height, int width)
    {
        (Height, Width) = (height, width);
        _samples = new byte[checked(height * width * 3)];
    }

    /// <summary>Height, pixels.</summary>
    public int Height { get; }

    /// <summary>Width, pixels.</summary>
    public int Width { get; }

    /// <summary>The samples, [H, W, 3] in R G B order, each 0 to 255.</summary>
    public ReadOnlySpan<byte> Samples => _samples;

    /// <summary>The pixels, [H * W], row by row.</summary>
    internal Span<RgbColor> Pixels => MemoryMarshal.Cast<byte, RgbColor>(_samples.AsSpan());

    /// <summary>A frame as the columns <c>Frame0</c>, <c>Frame1</c> and so on hold it.</summary>
    /// <param name="planes">[3, H, W], R G B planes of 0 to 255.</param>
    /// <param name="height">H, pixels, at least 1.</param>
    /// <param name="width">W, pixels, at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length than 3 x H x W.</exception>
    public static RgbImage FromPlanes(ReadOnlySpan<byte> planes, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int area = checked(height * width);
        if (planes.Length != 3 * area)
            throw new ArgumentException(
                $"A frame of 3 x {height} x {width} has {3 * area} bytes, but was given {planes.Length}.", nameof(planes));
        var image = new RgbImage(height, width);
        var pixels = image.Pixels;
        for (int i = 0; i < area; i++)
            pixels[i] = new(planes[i], planes[area + i], planes[2 * area + i]);
        return image;
    }

    /// <summary>The image as the bytes of a PNG file.</summary>
    public byte[] ToPng()
    {
        using var stream = new MemoryStream();
        PngImage.Rgb8(Width, Height, _samples).Write(stream);
        return stream.ToArray();
    }

    /// <summary>Writes the image as a PNG file. An existing file is replaced atomically.</summary>
    /// <param name="path">The file to create or replace. Its folder must exist.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public void SavePng(string path) => PngImage.Rgb8(Width, Height, _samples).Write(path);
}

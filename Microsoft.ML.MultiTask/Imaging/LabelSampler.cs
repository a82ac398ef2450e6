using System.Numerics;

namespace Microsoft.ML.MultiTask;

/// <summary>Reads label images at one size, each pixel the sample nearest to its centre: values of labels are never mixed. Not
/// thread-safe.</summary>
internal sealed class LabelSampler(LabelEncoding encoding, int height, int width)
{
    private readonly ushort[] _samples = new ushort[height * width];
    private int[] _rows = [];
    private int[] _columns = [];
    private ImageSize _size;

    /// <summary>Reads one label image.</summary>
    /// <param name="path">A PNG file.</param>
    /// <param name="frameSize">The size of the frame it labels, which it must have too; null when not known.</param>
    /// <returns>Samples [height, width] of the encoding's channel; overwritten by the next call.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a sound PNG of the encoding's format and the frame's size; the message names
    /// it.</exception>
    public ReadOnlySpan<ushort> Read(string path, ImageSize? frameSize)
    {
        var image = PngReader.Read(path);
        var size = new ImageSize(image.Width, image.Height);
        if (frameSize is { } expected && size != expected)
            throw new InvalidDataException($"Label '{path}': expected {expected}, the size of its frame, but found {size}.");
        if (encoding.BitDepth is { } bits && image.Header.BitDepth != bits)
            throw new InvalidDataException($"Label '{path}': expected {bits}-bit samples, but found {image.Header.Format}.");
        if (encoding.Channel >= image.Channels)
            throw new InvalidDataException(
                $"Label '{path}': expected the label in channel {encoding.Channel}, but found {image.Header.Format}.");

        if (size != _size)
        {
            _rows = NearestPixels.Along(image.Height, height);
            _columns = NearestPixels.Along(image.Width, width);
            _size = size;
        }
        if (image.Header.BitDepth == 16)
            Sample<ushort>(image.Words, image.Channels);
        else
            Sample<byte>(image.Bytes, image.Channels);
        return _samples;
    }

    private void Sample<T>(ReadOnlySpan<T> samples, int channels)
        where T : unmanaged, INumber<T>
    {
        for (var y = 0; y < height; y++)
        {
            var row = samples.Slice(_rows[y] * _size.Width * channels, _size.Width * channels);
            for (var x = 0; x < width; x++)
                _samples[(y * width) + x] = ushort.CreateTruncating(row[(_columns[x] * channels) + encoding.Channel]);
        }
    }
}

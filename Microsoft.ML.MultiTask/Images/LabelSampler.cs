using System.Buffers.Binary;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Reads label images at one size by nearest-neighbour sampling, so that label values are never mixed. Not thread-safe.</summary>
/// <param name="target">The size of every label; null keeps the size of each file.</param>
/// <param name="png">Decodes the files; may be shared on the same thread.</param>
internal sealed class LabelSampler(ImageSize? target, PngDecoder png)
{
    private ushort[] _samples = [];
    private int[] _colors = [];
    private int[] _rows = [];                                       // of the source, for each row of the target
    private int[] _columns = [];
    private ImageSize _size;

    /// <summary>Reads a PNG file whose samples are the label. It must have the size of its frame, if that is known.</summary>
    /// <returns>Samples of the encoding's channel, row by row; overwritten by the next call.</returns>
    public ReadOnlySpan<ushort> Read(string path, LabelEncoding encoding, ImageSize? frameSize)
    {
        var header = Decode(path, frameSize);
        if (encoding.BitDepth is { } bits && header.BitDepth != bits)
            throw new InvalidDataException($"Label '{path}': expected {bits}-bit samples, but found {header.Format}.");
        if (encoding.Channel is { } given && given >= header.Channels)
            throw new InvalidDataException($"Label '{path}': expected the label in channel {given}, but found {header.Format}.");
        if (encoding.Channel is null && header.Channels >= 3)
            RequireGrey(path);

        if (_samples.Length != _rows.Length * _columns.Length)
            _samples = new ushort[_rows.Length * _columns.Length];
        var (step, isWide) = (header.Channels * header.SampleBytes, header.BitDepth == 16);
        var offset = (encoding.Channel ?? 0) * header.SampleBytes;
        for (var y = 0; y < _rows.Length; y++)
        {
            var row = png.Pixels[(_rows[y] * png.Stride)..];
            var samples = _samples.AsSpan(y * _columns.Length, _columns.Length);
            for (var x = 0; x < samples.Length; x++)
            {
                var sample = row[((_columns[x] * step) + offset)..];
                samples[x] = isWide ? BinaryPrimitives.ReadUInt16BigEndian(sample) : sample[0];
            }
        }
        return _samples;
    }

    /// <summary>Reads a PNG file whose colours are the label: of 8 bits, of a palette, or grey of up to 8 bits.</summary>
    /// <returns>Colours 0xRRGGBB, row by row; overwritten by the next call.</returns>
    public ReadOnlySpan<int> ReadColors(string path, ImageSize? frameSize)
    {
        var header = Decode(path, frameSize);
        if (header.BitDepth > 8)
            throw new InvalidDataException($"Label '{path}': expected colours of 8 bits, but found {header.Format}.");
        if (_colors.Length != _rows.Length * _columns.Length)
            _colors = new int[_rows.Length * _columns.Length];
        if (header.Channels >= 3)
            SampleColors(png.Pixels, png.Stride, header.Channels);
        else
            SampleColors(PngPixels.ToRgb(png.ToImage(), path), 3 * header.Width, 3);
        return _colors;
    }

    /// <summary>The source pixel of each target pixel along an axis: the one whose area contains the target pixel's centre.</summary>
    internal static int[] Nearest(int source, int target) =>
        [.. Enumerable.Range(0, target).Select(i => (int)(((2L * i) + 1) * source / (2L * target)))];

    // A colour image holds one sample per pixel only if all its pixels are grey.
    private void RequireGrey(string path)
    {
        var (header, bytes) = (png.Header, png.Header.SampleBytes);
        for (var y = 0; y < header.Height; y++)
        {
            var row = png.Pixels.Slice(y * png.Stride, header.Width * header.Channels * bytes);
            for (var x = 0; x < header.Width; x++)
            {
                var pixel = row.Slice(x * header.Channels * bytes, 3 * bytes);
                if (!pixel[bytes..].SequenceEqual(pixel[..^bytes]))
                    throw new InvalidDataException(
                        $"Label '{path}': expected one sample per pixel (a grey or palette image), but found {header.Format} with colours, the "
                        + $"first in column {x} of row {y}. If colours stand for classes, set the encoding's 'ClassOfColor'; if one of the "
                        + "channels holds the label, its 'Channel'.");
            }
        }
    }

    private PngHeader Decode(string path, ImageSize? frameSize)
    {
        ImageFormat.RequirePng(path, png.Decode);
        var size = png.Header.Size;
        if (frameSize is { } expected && size != expected)
            throw new InvalidDataException($"Label '{path}': expected {expected}, the size of its frame, but found {size}.");
        if (size != _size)
        {
            _rows = Nearest(size.Height, target?.Height ?? size.Height);
            _columns = Nearest(size.Width, target?.Width ?? size.Width);
            _size = size;
        }
        return png.Header;
    }

    private void SampleColors(ReadOnlySpan<byte> pixels, int stride, int channels)
    {
        for (var y = 0; y < _rows.Length; y++)
        {
            var row = pixels[(_rows[y] * stride)..];
            var colors = _colors.AsSpan(y * _columns.Length, _columns.Length);
            for (var x = 0; x < colors.Length; x++)
            {
                var rgb = row.Slice(_columns[x] * channels, 3);
                colors[x] = (rgb[0] << 16) | (rgb[1] << 8) | rgb[2];
            }
        }
    }
}

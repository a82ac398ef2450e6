using System.Buffers.Binary;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Reads label images at one size by nearest-neighbour sampling, so that label values are never mixed. Not
/// thread-safe.</summary>
/// <param name="encoding">The initial <see cref="Encoding"/>.</param>
/// <param name="target">The size of every label; null keeps the size of each file.</param>
/// <param name="png">Decodes the files; may be shared on the same thread.</param>
internal sealed class LabelSampler(LabelEncoding encoding, ImageSize? target, PngDecoder png)
{
    private ushort[] _samples = [];
    private int[] _colors = [];
    private int[] _rows = [];
    private int[] _columns = [];
    private ImageSize _size;

    /// <summary>The encoding of the next label.</summary>
    public LabelEncoding Encoding { get; set; } = encoding;

    /// <summary>Reads a label image whose samples are the label.</summary>
    /// <param name="path">A PNG file.</param>
    /// <param name="frameSize">The size of its frame, which the label must have too; null if unknown.</param>
    /// <returns>Samples of the encoding's channel, row by row; overwritten by the next call.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid PNG, or not of the encoding's format or the frame's size; the message
    /// names it.</exception>
    public ReadOnlySpan<ushort> Read(string path, ImageSize? frameSize)
    {
        var header = Decode(path, frameSize);
        if (Encoding.BitDepth is { } bits && header.BitDepth != bits)
            throw new InvalidDataException($"Label '{path}': expected {bits}-bit samples, but found {header.Format}.");
        if (Encoding.Channel >= header.Channels)
            throw new InvalidDataException(
                $"Label '{path}': expected the label in channel {Encoding.Channel}, but found {header.Format}.");

        if (_samples.Length != _rows.Length * _columns.Length)
            _samples = new ushort[_rows.Length * _columns.Length];
        if (!png.HasRows)
            SampleBytes(png.ToImage().Bytes, header.Width * header.Channels, header.Channels);
        else if (header.BitDepth == 8)
            SampleBytes(png.Pixels, png.Stride, header.Channels);
        else
            SampleWords(png.Pixels, png.Stride, header.Channels);
        return _samples;
    }

    /// <summary>Reads a label image whose colours are the label.</summary>
    /// <param name="path">A PNG file with 8-bit colours, a palette, or grey of up to 8 bits.</param>
    /// <param name="frameSize">The size of its frame, which the label must have too; null if unknown.</param>
    /// <returns>Colours 0xRRGGBB, row by row; overwritten by the next call.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid PNG, or not of such a format or the frame's size; the message
    /// names it.</exception>
    public ReadOnlySpan<int> ReadColors(string path, ImageSize? frameSize)
    {
        var header = Decode(path, frameSize);
        if (header.BitDepth > 8)
            throw new InvalidDataException($"Label '{path}': expected colours of 8 bits, but found {header.Format}.");
        if (_colors.Length != _rows.Length * _columns.Length)
            _colors = new int[_rows.Length * _columns.Length];
        if (png.HasRows && header.Channels >= 3)
            SampleColors(png.Pixels, png.Stride, header.Channels);
        else
            SampleColors(PngPixels.ToRgb(png.ToImage(), path), 3 * header.Width, 3);
        return _colors;
    }

    private PngHeader Decode(string path, ImageSize? frameSize)
    {
        png.Decode(path);
        var size = new ImageSize(png.Header.Width, png.Header.Height);
        if (frameSize is { } expected && size != expected)
            throw new InvalidDataException($"Label '{path}': expected {expected}, the size of its frame, but found {size}.");
        if (size != _size)
        {
            _rows = NearestPixels.Along(size.Height, target?.Height ?? size.Height);
            _columns = NearestPixels.Along(size.Width, target?.Width ?? size.Width);
            _size = size;
        }
        return png.Header;
    }

    private void SampleBytes(ReadOnlySpan<byte> pixels, int stride, int channels)
    {
        var channel = Encoding.Channel;
        for (var y = 0; y < _rows.Length; y++)
        {
            var row = pixels[(_rows[y] * stride)..];
            var samples = _samples.AsSpan(y * _columns.Length, _columns.Length);
            for (var x = 0; x < samples.Length; x++)
                samples[x] = row[(_columns[x] * channels) + channel];
        }
    }

    // Samples are big-endian, as in the file.
    private void SampleWords(ReadOnlySpan<byte> pixels, int stride, int channels)
    {
        var channel = Encoding.Channel;
        for (var y = 0; y < _rows.Length; y++)
        {
            var row = pixels[(_rows[y] * stride)..];
            var samples = _samples.AsSpan(y * _columns.Length, _columns.Length);
            for (var x = 0; x < samples.Length; x++)
                samples[x] = BinaryPrimitives.ReadUInt16BigEndian(row[(2 * ((_columns[x] * channels) + channel))..]);
        }
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

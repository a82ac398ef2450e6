using System.Runtime.CompilerServices;
using Microsoft.ML.MultiTask.Images;

namespace Microsoft.ML.MultiTask;

/// <summary>Reads single frame and label files with the decoders and checks of <c>LoadFrames</c>.</summary>
/// <remarks>Keeps its buffers, and a lookup table per encoding object, from file to file. Not thread-safe: use one per thread.</remarks>
public sealed class ImageFileReader
{
    private readonly PngDecoder _png = new();
    private readonly ConditionalWeakTable<LabelEncoding, object> _decoders = new();
    private (ImageSize Size, FrameDecoder Decoder)? _frame;
    private byte[] _classes = [];
    private float[] _meters = [];

    /// <summary>The EXIF orientation of the frame read last, which <see cref="ReadFrame"/> has applied: 1 (as stored) to 8; 6 and 8 are
    /// quarter turns.</summary>
    /// <value>1 if the file has none, and before the first frame.</value>
    public int FrameOrientation => _frame?.Decoder.Orientation ?? 1;

    /// <summary>Decodes a frame, turns it as its EXIF orientation says, and scales it by area averaging and interpolation, as
    /// <c>LoadFrames</c> does.</summary>
    /// <param name="path">A PNG, JPEG or other image file. The content decides on the format, not the name.</param>
    /// <param name="size">The size to scale to, at least 1 x 1.</param>
    /// <param name="pixels">Receives [3, Height, Width] of <paramref name="size"/>: planes of red, green and blue, 0 to 255.</param>
    /// <returns>The size of the turned image.</returns>
    /// <exception cref="ArgumentException"><paramref name="size"/> is not positive, or <paramref name="pixels"/> has another length.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or not an image; the message names it.</exception>
    public ImageSize ReadFrame(string path, ImageSize size, Span<byte> pixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Width, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Height, 1, nameof(size));
        if (_frame?.Size != size)
            _frame = (size, new FrameDecoder(size.Height, size.Width, _png));
        var decoder = _frame.Value.Decoder;
        if (pixels.Length != decoder.Length)
            throw new ArgumentException(
                $"A frame of {size} needs {decoder.Length} bytes, 3 per pixel, but 'pixels' has {pixels.Length}.", nameof(pixels));
        return decoder.Decode(path, pixels);
    }

    /// <summary>Reads a class label at the size of its file.</summary>
    /// <param name="path">A PNG file.</param>
    /// <param name="encoding">The meaning of its samples or colours.</param>
    /// <param name="rowEncoding">The row's own encoding as JSON, which replaces <paramref name="encoding"/> and must have as many classes;
    /// empty for none.</param>
    /// <param name="frameSize">The size of the labelled frame, which the label must share; null if unknown.</param>
    /// <returns>A class per pixel, [Height * Width], row by row, 255 where unlabelled. Valid until the next call.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or does not fit its encoding or its frame; the message names it.</exception>
    public ReadOnlySpan<byte> ReadClasses(
        string path, ClassLabelEncoding encoding, string rowEncoding = "", ImageSize? frameSize = null)
    {
        var decoder = (ClassLabelDecoder)DecoderOf(path, encoding, rowEncoding);
        var classes = Reserve(ref _classes, path, frameSize);
        decoder.Decode(path, rowEncoding, frameSize, classes);
        return classes;
    }

    /// <summary>Reads a depth label at the size of its file.</summary>
    /// <param name="path">A PNG file.</param>
    /// <param name="encoding">The meaning of its samples.</param>
    /// <param name="rowEncoding">The row's own encoding as JSON, which replaces <paramref name="encoding"/>; empty for none.</param>
    /// <param name="frameSize">The size of the labelled frame, which the label must share; null if unknown.</param>
    /// <returns>Metres per pixel, [Height * Width], row by row, NaN where missing. Valid until the next call.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or does not fit its encoding or its frame; the message names it.</exception>
    public ReadOnlySpan<float> ReadDepth(
        string path, DepthLabelEncoding encoding, string rowEncoding = "", ImageSize? frameSize = null)
    {
        var decoder = (DepthLabelDecoder)DecoderOf(path, encoding, rowEncoding);
        var meters = Reserve(ref _meters, path, frameSize);
        decoder.Decode(path, rowEncoding, frameSize, meters);
        return meters;
    }

    private object DecoderOf(string path, LabelEncoding encoding, string rowEncoding)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(rowEncoding);
        if (_decoders.TryGetValue(encoding, out var known))
            return known;
        encoding.Validate();
        object decoder = encoding is ClassLabelEncoding classes
            ? new ClassLabelDecoder(classes, target: null, _png)
            : new DepthLabelDecoder((DepthLabelEncoding)encoding, target: null, _png);
        _decoders.Add(encoding, decoder);
        return decoder;
    }

    private static Span<T> Reserve<T>(ref T[] buffer, string path, ImageSize? frameSize)
    {
        var size = frameSize ?? ImageFormat.RequirePng(path, PngChunks.ReadHeader).Size;
        var length = checked(size.Width * size.Height);
        if (buffer.Length < length)
            buffer = new T[length];
        return buffer.AsSpan(0, length);
    }
}

using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Images;

namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>Decodes the images of the current row, each when its value is requested. Buffers are reused from row to row.</summary>
internal sealed class LoadFramesMapping : IRowMapping
{
    private const int DecodingVersion = 2;                          // part of the cache key: increment when decoded values change

    private readonly DataViewRow _input;
    private readonly IReadOnlyList<FrameColumn> _columns;
    private readonly PngDecoder _png = new();
    private readonly FrameDecoder _frames;
    private readonly int _height;
    private readonly int _width;
    private readonly DecodedImages? _images;
    private readonly Func<ReadOnlyMemory<char>> _frame0;
    private (long Row, ImageSize? Size) _frame0Size = (-1, null);

    public LoadFramesMapping(DataViewRow input, IReadOnlyList<FrameColumn> columns, int height, int width, DecodedImages? images)
    {
        (_input, _columns, _height, _width, _images) = (input, columns, height, width, images);
        _frames = new FrameDecoder(height, width, _png);
        _frame0 = TextOf(columns.First(column => column.Name == "Frame0").Path);
    }

    public Delegate Getter(int added)
    {
        var column = _columns[added];
        var path = TextOf(column.Path);
        var size = new ImageSize(_width, _height);
        return column.Encoding switch
        {
            ClassLabelEncoding encoding =>
                Getter(_height * _width, Cached(column, Label(column, new ClassLabelDecoder(encoding, size, _png)))),
            DepthLabelEncoding encoding =>
                Getter(_height * _width, Cached(column, Label(column, new DepthLabelDecoder(encoding, size, _png)))),
            _ => Getter(_frames.Length, Cached<byte>(column, values => DecodeFrame(column, path().ToString(), values))),
        };
    }

    public void Dispose()
    {
    }

    private static ValueGetter<VBuffer<T>> Getter<T>(int length, Action<Span<T>> decode) => (ref VBuffer<T> value) =>
    {
        var editor = VBufferEditor.Create(ref value, length);
        decode(editor.Values);
        value = editor.Commit();
    };

    /// <summary>Looks the image up in the cache of decoded images; decodes and adds it if it is missing.</summary>
    private Action<Span<T>> Cached<T>(FrameColumn column, Action<Span<T>> decode)
        where T : unmanaged
    {
        if (_images is null)
            return decode;
        var (path, own) = (TextOf(column.Path), TextOf(column.RowEncoding));
        var form = $"{DecodingVersion} {_height}x{_width} {column.Encoding?.ToJson() ?? "frame"}";
        return values =>
        {
            var file = path().ToString();
            var key = file.Length == 0 ? null : DecodedImages.KeyOf(file, form + own());
            var bytes = MemoryMarshal.AsBytes(values);
            if (key is not null && _images.TryRead(key, bytes, out var size) && FitsFrame(column, size))
                return;
            decode(values);
            if (key is not null)
                _images.Write(key, bytes, Frame0Size() ?? default);
        };
    }

    // A cached image whose size differs from this row's frame must raise the error of decoding, so it is decoded again.
    private bool FitsFrame(FrameColumn column, ImageSize size)
    {
        if (size == default)
            return true;
        if (column.Name == "Frame0")
            _frame0Size = (_input.Position, size);
        return Frame0Size() is not { } expected || expected == size;
    }

    private void DecodeFrame(FrameColumn column, string path, Span<byte> planar)
    {
        if (path.Length == 0)
            throw new InvalidDataException($"Row {_input.Position}: column '{column.Path.Name}' must name a frame, but is empty.");
        var size = _frames.Decode(path, planar);
        if (column.Name == "Frame0")
            _frame0Size = (_input.Position, size);
        if (column.Name != "Frame0" && Frame0Size() is { } expected && size != expected)
            throw new InvalidDataException(
                $"Frame '{path}': expected {expected}, the size of '{_frame0()}' in the same row, but found {size}.");
    }

    private Action<Span<T>> Label<TEncoding, T>(FrameColumn column, LabelDecoder<TEncoding, T> decoder)
        where TEncoding : LabelEncoding
    {
        var (path, own) = (TextOf(column.Path), TextOf(column.RowEncoding));
        return values =>
        {
            var file = path().ToString();
            decoder.Decode(file, file.Length == 0 ? default : own().Span, file.Length == 0 ? null : Frame0Size(), values);
        };
    }

    // The size of the row's newest frame, which all images of the row must have; read from the header if the frame is not decoded.
    private ImageSize? Frame0Size()
    {
        if (_frame0Size.Row != _input.Position)
            _frame0Size = (_input.Position, ImageSize.Read(_frame0().ToString()));
        return _frame0Size.Size;
    }

    // Reads a text column of the current row; empty text if there is no column.
    private Func<ReadOnlyMemory<char>> TextOf(DataViewSchema.Column? column)
    {
        if (column is not { } text)
            return () => default;
        var getter = _input.GetGetter<ReadOnlyMemory<char>>(text);
        return () =>
        {
            ReadOnlyMemory<char> value = default;
            getter(ref value);
            return value;
        };
    }
}

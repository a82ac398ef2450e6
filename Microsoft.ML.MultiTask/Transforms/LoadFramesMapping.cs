using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask;

/// <summary>Decodes the images of one row at a time. A value is decoded when it is asked for; what repeats is the rows' cursor and
/// buffers.</summary>
internal sealed class LoadFramesMapping : IRowMapping
{
    private readonly DataViewRow _input;
    private readonly IReadOnlyList<FrameColumn> _columns;
    private readonly PngDecoder _png = new();
    private readonly FrameDecoder _frames;
    private readonly int _height;
    private readonly int _width;
    private readonly Func<ReadOnlyMemory<char>> _frame0;
    private (long Row, ImageSize? Size) _frame0Size = (-1, null);

    public LoadFramesMapping(DataViewRow input, IReadOnlyList<FrameColumn> columns, int height, int width)
    {
        _input = input;
        _columns = columns;
        _height = height;
        _width = width;
        _frames = new FrameDecoder(height, width, _png);
        _frame0 = TextOf(columns.First(column => column.Name == "Frame0").Path);
    }

    public Delegate Getter(int added)
    {
        var column = _columns[added];
        var path = TextOf(column.Path);
        return column.Encoding switch
        {
            ClassLabelEncoding encoding => Getter<byte>(_height * _width, ClassDecoder(column, encoding)),
            DepthLabelEncoding encoding => Getter<float>(_height * _width, DepthDecoder(column, encoding)),
            _ => Getter<byte>(_frames.Length, values => DecodeFrame(column, path().ToString(), values)),
        };
    }

    public void Dispose()
    {
    }

    private static ValueGetter<VBuffer<T>> Getter<T>(int length, SpanAction<T> decode) => (ref VBuffer<T> value) =>
    {
        var editor = VBufferEditor.Create(ref value, length);
        decode(editor.Values);
        value = editor.Commit();
    };

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

    private SpanAction<byte> ClassDecoder(FrameColumn column, ClassLabelEncoding encoding)
    {
        var (path, own) = (TextOf(column.Path), TextOf(column.RowEncoding));
        var decoder = new ClassLabelDecoder(encoding, new ImageSize(_width, _height), _png);
        return classes =>
        {
            var file = path().ToString();
            decoder.Decode(file, file.Length == 0 ? default : own().Span, file.Length == 0 ? null : Frame0Size(), classes);
        };
    }

    private SpanAction<float> DepthDecoder(FrameColumn column, DepthLabelEncoding encoding)
    {
        var (path, own) = (TextOf(column.Path), TextOf(column.RowEncoding));
        var decoder = new DepthLabelDecoder(encoding, new ImageSize(_width, _height), _png);
        return meters =>
        {
            var file = path().ToString();
            decoder.Decode(file, file.Length == 0 ? default : own().Span, file.Length == 0 ? null : Frame0Size(), meters);
        };
    }

    // The size of the row's newest frame, which every other image of the row must have; where it was not decoded, its header tells.
    private ImageSize? Frame0Size()
    {
        if (_frame0Size.Row != _input.Position)
            _frame0Size = (_input.Position, ImageSize.Read(_frame0().ToString()));
        return _frame0Size.Size;
    }

    // The text of a column in the row that the cursor is on; empty without the column.
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

    private delegate void SpanAction<T>(Span<T> values);
}

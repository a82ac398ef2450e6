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
    private readonly Func<string> _frame0;
    private (long Row, ImageSize? Size) _frame0Size = (-1, null);

    public LoadFramesMapping(DataViewRow input, IReadOnlyList<FrameColumn> columns, int height, int width)
    {
        _input = input;
        _columns = columns;
        _height = height;
        _width = width;
        _frames = new FrameDecoder(height, width, _png);
        _frame0 = PathOf(columns.First(column => column.Name == "Frame0"));
    }

    public Delegate Getter(int added)
    {
        var column = _columns[added];
        var path = PathOf(column);
        return column.Encoding switch
        {
            ClassLabelEncoding encoding => Getter<byte>(_height * _width, ClassDecoder(path, encoding)),
            DepthLabelEncoding encoding => Getter<float>(_height * _width, DepthDecoder(path, encoding)),
            _ => Getter<byte>(_frames.Length, values => DecodeFrame(column, path(), values)),
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

    private SpanAction<byte> ClassDecoder(Func<string> path, ClassLabelEncoding encoding)
    {
        var sampler = new LabelSampler(encoding, new ImageSize(_width, _height), _png);
        var table = encoding.ToTable();
        return classes =>
        {
            var file = path();
            if (file.Length == 0)
            {
                classes.Fill(ClassLabelEncoding.Ignore);
                return;
            }
            var samples = sampler.Read(file, Frame0Size());
            for (var i = 0; i < classes.Length; i++)
            {
                var label = table[samples[i]];
                if (label < 0)
                    throw new InvalidDataException(
                        $"Label '{file}': expected samples of {encoding.AllowedValues()}, but found {samples[i]}.");
                classes[i] = (byte)label;
            }
        };
    }

    private SpanAction<float> DepthDecoder(Func<string> path, DepthLabelEncoding encoding)
    {
        var sampler = new LabelSampler(encoding, new ImageSize(_width, _height), _png);
        var table = encoding.ToTable();
        return meters =>
        {
            var file = path();
            if (file.Length == 0)
            {
                meters.Fill(float.NaN);
                return;
            }
            var samples = sampler.Read(file, Frame0Size());
            for (var i = 0; i < meters.Length; i++)
                meters[i] = table[samples[i]];
        };
    }

    // The size of the row's newest frame, which every other image of the row must have; where it was not decoded, its header tells.
    private ImageSize? Frame0Size()
    {
        if (_frame0Size.Row != _input.Position)
            _frame0Size = (_input.Position, ImageSize.Read(_frame0()));
        return _frame0Size.Size;
    }

    private Func<string> PathOf(FrameColumn column)
    {
        var getter = _input.GetGetter<ReadOnlyMemory<char>>(column.Path);
        return () =>
        {
            ReadOnlyMemory<char> path = default;
            getter(ref path);
            return path.ToString();
        };
    }

    private delegate void SpanAction<T>(Span<T> values);
}

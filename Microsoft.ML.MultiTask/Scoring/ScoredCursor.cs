using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Data;
using Microsoft.ML.MultiTask.Pipeline;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// Moves over the rows of a pass, batch by batch. Values of the input come from the batch; a batch is scored when its first prediction is read.
/// Owns the pass.
/// </summary>
internal sealed class ScoredCursor : DataViewRowCursor
{
    private readonly MultiTaskTransformer _transformer;
    private readonly RowMapper _mapper;
    private readonly IReadOnlySet<int> _active;                     // indices of columns
    private readonly Dictionary<int, int> _streams = [];            // of a frame's column by its index
    private readonly Dictionary<int, int> _passed = [];             // the place among the batch's columns, by index
    private readonly BatchPass _pass;
    private readonly EncodedFrames _frames = new();
    private readonly ScoredOutputs _outputs;
    private HostBatch? _batch;                                      // the pass's
    private int _place;                                             // of the current row in it
    private bool _isScored;
    private bool _isAtEnd;
    private bool _isDisposed;

    internal ScoredCursor(
        MultiTaskTransformer transformer, RowMapper mapper, IReadOnlySet<int> active, FrameColumns frames,
        IReadOnlyList<DataViewSchema.Column> passed, BatchPass pass)
    {
        (_transformer, _mapper, _active, _pass) = (transformer, mapper, active, pass);
        for (int s = 0; s < frames.Columns.Count; s++)
            _streams.TryAdd(frames.Columns[s].Index, s);
        for (int c = 0; c < passed.Count; c++)
            _passed.Add(passed[c].Index, c);
        _outputs = new ScoredOutputs(transformer.Tasks, ScoredPlace);
    }

    public override DataViewSchema Schema => _mapper.OutputSchema;

    public override long Position => _batch?.Passed!.Positions[_place] ?? -1;

    public override long Batch => _batch?.Passed!.Batches[_place] ?? 0;

    public override bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isAtEnd) return false;
        if (_batch is not null && ++_place < _batch.Rows) return true;
        (_batch, _place, _isScored) = (null, 0, false);
        _batch = _pass.Next();                                      // raises what the input's cursor raised at this row
        _isAtEnd = _batch is null;
        return !_isAtEnd;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = Current().Passed!.Ids[_place];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnGetter.Check<TValue>(this, column);
        if (column.Index >= _mapper.InputSchema.Count)
            return (ValueGetter<TValue>)_outputs.Getter(column.Index - _mapper.InputSchema.Count);
        if (_streams.TryGetValue(column.Index, out int stream))
            return (ValueGetter<TValue>)FrameGetter(stream, column);
        int passed = _passed[column.Index];
        return (ref TValue value) => ((ColumnBuffer<TValue>)Current().Passed!.Columns[passed]).Get(_place, ref value);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _batch = null;
            _isDisposed = true;
            _pass.Dispose();
            _frames.Dispose();
            _outputs.Dispose();
        }
        base.Dispose(disposing);
    }

    private HostBatch Current()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _batch ?? throw new InvalidOperationException("The cursor is on no row: MoveNext must return true before values are read.");
    }

    /// <summary>A frame's getter: its pixels are in the batch already.</summary>
    private Delegate FrameGetter(int stream, DataViewSchema.Column column) =>
        ((VectorDataViewType)column.Type).ItemType.RawType == typeof(byte) ? FrameGetter<byte>(stream) : FrameGetter<float>(stream);

    private ValueGetter<VBuffer<T>> FrameGetter<T>(int stream) where T : unmanaged => (ref VBuffer<T> value) =>
    {
        var batch = Current();
        batch.Passed!.FrameErrors[stream, _place]?.Throw();
        PixelColumn.Write(batch.FramePixels(stream, _place), ref value);
    };

    /// <summary>Scores the current batch, unless it has been.</summary>
    /// <returns>The current row's place in it.</returns>
    private int ScoredPlace()
    {
        _transformer.ThrowIfDisposed();
        var batch = Current();
        for (int s = 0; s < _transformer.Streams; s++)
            batch.Passed!.FrameErrors[s, _place]?.Throw();
        if (_isScored) return _place;
        using var use = _transformer.Use();
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var network = use.Network;
        _outputs.Replace(network.Decode(_frames.Encode(batch, use.Model, network)));
        _isScored = true;
        return _place;
    }
}

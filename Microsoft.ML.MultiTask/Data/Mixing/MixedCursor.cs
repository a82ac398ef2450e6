using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>Takes rows from several views in turn.</summary>
internal sealed class MixedCursor(MixedSchema schema, HashSet<int> active, MixedSource[] sources, IEnumerable<int> turns) : DataViewRowCursor
{
    private readonly IEnumerator<int> _turns = turns.GetEnumerator();
    private int _view;
    private long _position = -1;
    private bool _isAtEnd;

    public override DataViewSchema Schema => schema.Schema;

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_isAtEnd || !_turns.MoveNext())
        {
            (_position, _isAtEnd) = (-1, true);
            return false;
        }
        _view = _turns.Current;
        sources[_view].MoveNext();
        _position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    /// <summary>The id of the view's row, of the view, and of the pass over it.</summary>
    public override ValueGetter<DataViewRowId> GetIdGetter()
    {
        var getter = Switching((_, row) => row.GetIdGetter());
        return (ref DataViewRowId id) =>
        {
            getter(ref id);
            id = id.Combine(new DataViewRowId((ulong)_view, (ulong)sources[_view].Pass));
        };
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnGetter.CheckActive(this, column);
        if (typeof(TValue) != column.Type.RawType)
            throw new InvalidOperationException(
                $"Column '{column.Name}' holds {column.Type.RawType}, but was asked for as {typeof(TValue)}.");
        return Switching(schema.Columns[column.Index].Getter<TValue>);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _turns.Dispose();
            foreach (var source in sources)
                source.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>A getter of whichever view the present row is of. A view's own is made when its first row is read in a pass.</summary>
    private ValueGetter<TValue> Switching<TValue>(Func<int, DataViewRow, ValueGetter<TValue>> open)
    {
        var opened = new (DataViewRow? Row, ValueGetter<TValue>? Getter)[sources.Length];
        return (ref TValue value) =>
        {
            if (_position < 0)
                throw new InvalidOperationException("The cursor is on no row: MoveNext must return true before values are read.");
            ref var own = ref opened[_view];
            var row = sources[_view].Cursor!;
            if (own.Row != row)
                own = (row, open(_view, row));
            own.Getter!(ref value);
        };
    }
}

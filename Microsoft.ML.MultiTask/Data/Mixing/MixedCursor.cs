using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>Enumerates rows of several views in a given order of views.</summary>
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

    /// <summary>Combines the id of the view's row, the view, and the pass over it.</summary>
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
        ColumnGetter.Check<TValue>(this, column);
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

    /// <summary>A getter that delegates to the view of the current row. A view's getter is created when its first row of a pass is read.</summary>
    private ValueGetter<TValue> Switching<TValue>(Func<int, DataViewRow, ValueGetter<TValue>> open)
    {
        var opened = new (DataViewRow? Row, ValueGetter<TValue>? Getter)[sources.Length];
        return (ref TValue value) =>
        {
            if (_position < 0)
                throw new InvalidOperationException("The cursor is not on a row: call MoveNext, and read values only if it returns true.");
            ref var own = ref opened[_view];
            var row = sources[_view].Cursor!;
            if (own.Row != row)
                own = (row, open(_view, row));
            own.Getter!(ref value);
        };
    }
}

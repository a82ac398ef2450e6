using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>Enumerates every <paramref name="step"/>-th row of a <see cref="FrameTable"/> in a given order, starting at
/// <paramref name="first"/>.</summary>
/// <remarks>If several cursors share the rows, each row is its own batch, so that the order can be restored.</remarks>
internal sealed class FrameTableCursor(FrameTable table, int[] order, int first, int step, IEnumerable<DataViewSchema.Column> columnsNeeded)
    : DataViewRowCursor
{
    private readonly HashSet<int> _active = [.. columnsNeeded.Select(column => column.Index)];
    private long _position = -1;
    private bool _isAtEnd;

    public override DataViewSchema Schema => table.Schema;

    public override long Position => _position;

    public override long Batch => step == 1 ? 0 : Place;

    private long Place => first + (_position * step);

    private int Row => _position >= 0
        ? order[Place]
        : throw new InvalidOperationException("The cursor is not on a row: call MoveNext, and read values only if it returns true.");

    public override bool MoveNext()
    {
        if (!_isAtEnd)
            _position++;
        if (!_isAtEnd && Place < order.Length)
            return true;
        (_position, _isAtEnd) = (-1, true);
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnGetter.Check<TValue>(this, column);
        var index = column.Index;
        Delegate getter = column.Type is TextDataViewType
            ? (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> text) => text = table.Text(index, Row).AsMemory())
            : (ValueGetter<int>)((ref int number) => number = table.FrameIndex(Row));
        return (ValueGetter<TValue>)getter;
    }
}

using System.Collections.Concurrent;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Counts a view's cursors, and the rows and values read through them; can be made to fail. Thread-safe.</summary>
internal sealed class CountingView(IDataView data) : IDataView
{
    private readonly ConcurrentDictionary<string, int> _values = new();
    private int _opened;
    private int _open;
    private int _rows;

    /// <summary>Cursors that were opened.</summary>
    internal int Opened => Volatile.Read(ref _opened);

    /// <summary>Cursors that are open.</summary>
    internal int Open => Volatile.Read(ref _open);

    /// <summary>Rows that cursors moved to.</summary>
    internal int RowsRead => Volatile.Read(ref _rows);

    /// <summary>Whether a second cursor is refused.</summary>
    internal bool IsUnrepeatable { get; init; }

    /// <summary>Whether each cursor has a row less than the one before.</summary>
    internal bool LosesRows { get; init; }

    /// <summary>Whether moving to a row fails.</summary>
    internal Func<long, bool> FailsToMove { get; init; } = _ => false;

    /// <summary>Whether reading a column's value in a row fails.</summary>
    internal Func<string, long, bool> FailsToRead { get; init; } = (_, _) => false;

    public bool CanShuffle => data.CanShuffle;

    public DataViewSchema Schema => data.Schema;

    /// <summary>Values of a column that were read.</summary>
    internal int ValuesRead(string column) => _values.GetValueOrDefault(column);

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        int opened = Interlocked.Increment(ref _opened);
        if (IsUnrepeatable && opened > 1)
            throw new InvalidOperationException("This data can be read only once.");
        Interlocked.Increment(ref _open);
        return new Cursor(this, data.GetRowCursor(columnsNeeded, rand), LosesRows ? 9 - opened : long.MaxValue);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(CountingView view, DataViewRowCursor input, long limit) : DataViewRowCursor
    {
        public override DataViewSchema Schema => input.Schema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext()
        {
            if (view.FailsToMove(input.Position + 1)) throw new InvalidDataException($"No way to row {input.Position + 1}.");
            if (input.Position >= limit - 1 || !input.MoveNext()) return false;
            Interlocked.Increment(ref view._rows);
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var getter = input.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                view._values.AddOrUpdate(column.Name, 1, (_, count) => count + 1);
                if (view.FailsToRead(column.Name, input.Position)) throw new InvalidDataException($"{column.Name} {input.Position} is broken.");
                getter(ref value);
            };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Interlocked.Decrement(ref view._open);
                input.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}

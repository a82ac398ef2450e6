namespace Microsoft.ML.Data;

/// <summary>The objects of a user's sequence as rows, enumerated anew by each cursor. Cannot be shuffled.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _rows;
    private readonly UserColumn[] _columns;

    public EnumerableDataView(IEnumerable<TRow> rows, SchemaDefinition definition)
    {
        _rows = rows;
        _columns = UserColumn.Of(typeof(TRow), definition, SchemaDefinition.Direction.Read);
        Schema = UserColumn.Schema(_columns);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, new ObjectRow<TRow>(Schema, _columns, columnsNeeded.Select(c => c.Index).ToHashSet().Contains));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(EnumerableDataView<TRow> view, ObjectRow<TRow> row) : DataViewRowCursor
    {
        private readonly IEnumerator<TRow> _rows = view._rows.GetEnumerator();
        private bool _done;

        public override long Position => row.Position;

        public override long Batch => 0;

        public override DataViewSchema Schema => row.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => row.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

        public override bool MoveNext()
        {
            if (_done) return false;
            if (!_rows.MoveNext())
            {
                Dispose();
                return false;
            }
            row.Set(_rows.Current ?? throw new InvalidOperationException("Encountered null when iterating over data, this is not supported."));
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            _done = true;
            row.Leave();
            if (disposing) _rows.Dispose();
            base.Dispose(disposing);
        }
    }
}

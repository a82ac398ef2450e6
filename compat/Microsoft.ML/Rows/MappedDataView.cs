namespace Microsoft.ML.Data;

/// <summary>A data view seen through a row mapper, lazily.</summary>
internal sealed class MappedDataView(IDataView source, RowMapper mapper) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = mapper.Active(columnsNeeded);
        return new Cursor(mapper, source.GetRowCursor(mapper.InputColumns(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = mapper.Active(columnsNeeded);
        var inputs = source.GetRowCursorSet(mapper.InputColumns(active), n, rand);
        return Array.ConvertAll(inputs, input => (DataViewRowCursor)new Cursor(mapper, input, active));
    }

    private sealed class Cursor(RowMapper mapper, DataViewRowCursor input, bool[] active) : DataViewRowCursor
    {
        private readonly MappedRow _row = new(mapper, input, active);

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => _row.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

        public override bool MoveNext() => input.MoveNext();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _row.Dispose();
            base.Dispose(disposing);
        }
    }
}

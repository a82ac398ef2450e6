namespace Microsoft.ML.Data;

/// <summary>Rows read once and then served from memory. A column is read when a cursor first asks for it, as far as its rows are asked for.
/// Columns of custom types, images among them, are left out.</summary>
internal sealed class CachedDataView : IDataView
{
    private readonly object _lock = new();
    private readonly IDataView _source;
    private readonly (Reading Reading, ValueStore Store)[] _columns;
    private long? _rowCount;

    public CachedDataView(IDataView source, IEnumerable<string> prefetch = null)
    {
        _source = KeptColumns.Cacheable(source);
        _columns = new (Reading, ValueStore)[Schema.Count];
        _rowCount = _source.GetRowCount();
        var columns = (prefetch ?? []).Select(name => Schema.GetColumnOrNull(name)
            ?? throw new InvalidOperationException($"Asked to prefetch column '{name}' into cache, but it is of unhandled type '{source.Schema[name].Type}'")).ToArray();
        if (columns.Length > 0) Read(columns);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new Cursor(this, columns, Read(columns), rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>The readings that these columns come from; one for those nobody has asked for yet.</summary>
    private Reading[] Read(DataViewSchema.Column[] columns)
    {
        lock (_lock)
        {
            var fresh = columns.Where(c => _columns[c.Index].Store == null).DistinctBy(c => c.Index).ToArray();
            bool isNew = fresh.Length > 0 || columns.Length == 0;
            var reading = isNew ? new Reading(_source.GetRowCursor(fresh), count => _rowCount = count) : null;
            foreach (var column in fresh) _columns[column.Index] = (reading, reading.Add(column));
            return columns.Length == 0 ? [reading] : columns.Select(c => _columns[c.Index].Reading).Distinct().ToArray();
        }
    }

    /// <summary>One pass over the source, for the columns it was begun for.</summary>
    private sealed class Reading(DataViewRowCursor input, Action<long> counted)
    {
        private readonly List<ValueStore> _stores = [];
        private int _count;
        private bool _done;

        public ValueStore Add(DataViewSchema.Column column)
        {
            var store = ValueStore.Create(input, column);
            _stores.Add(store);
            return store;
        }

        /// <summary>Whether there is such a row, after reading on as far as it.</summary>
        public bool Has(int row)
        {
            lock (_stores)
            {
                while (_count <= row && !_done)
                {
                    if (input.MoveNext())
                    {
                        foreach (var store in _stores) store.Put(_count);
                        _count++;
                    }
                    else
                    {
                        _done = true;
                        counted(_count);
                        input.Dispose();
                    }
                }
                return row < _count;
            }
        }

        public int CountAll()
        {
            Has(int.MaxValue - 1);
            return _count;
        }
    }

    private sealed class Cursor : RowCursorBase
    {
        private readonly Reading[] _readings;
        private readonly Delegate[] _getters;
        private readonly int[] _order;   // null: as read

        public Cursor(CachedDataView view, DataViewSchema.Column[] columns, Reading[] readings, Random rand)
            : base(view.Schema)
        {
            _readings = readings;
            _getters = new Delegate[view.Schema.Count];
            foreach (var column in columns) _getters[column.Index] = view._columns[column.Index].Store.Getter(() => Row);
            if (rand != null) _order = Runtime.MLRandom.Permutation(rand, readings[0].CountAll());
        }

        private int Row
        {
            get
            {
                Check.State(Position >= 0, "Values can only be fetched when the cursor is at a row.");
                return _order == null ? (int)Position : _order[Position];
            }
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            Getters.Typed<TValue>(_getters[column.Index], column);

        protected override bool MoveNextCore()
        {
            int next = (int)Position + 1;
            if (_order != null && next >= _order.Length) return false;
            return Array.TrueForAll(_readings, r => r.Has(_order == null ? next : _order[next]));
        }
    }
}

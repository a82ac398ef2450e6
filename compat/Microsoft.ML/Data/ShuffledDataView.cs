using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Rows in random order: each is drawn from a pool of the next ones. Columns of custom types, images among them, are left
/// out.</summary>
internal sealed class ShuffledDataView : IDataView
{
    private readonly IDataView _source;
    private readonly int _seed;
    private readonly int _poolSize;
    private readonly bool _shufflesSource;

    public ShuffledDataView(IDataView source, int seed, int poolSize, bool shuffleSource)
    {
        _source = KeptColumns.Cacheable(source);
        _seed = seed;
        _poolSize = poolSize;
        _shufflesSource = shuffleSource;
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        rand ??= MLRandom.Create(_seed);
        var columns = columnsNeeded.ToArray();
        var input = _source.GetRowCursor(columns, _shufflesSource ? new MLRandom(rand) : null);
        return _poolSize == 1 ? input : new Cursor(input, columns, _poolSize, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RowCursorBase
    {
        private readonly DataViewRowCursor _input;
        private readonly Random _rand;
        private readonly int[] _slots;         // a ring: _first is the present row's slot, the pool follows it
        private readonly ValueStore[] _stores;
        private readonly ValueStore.Values<DataViewRowId> _ids;
        private readonly Delegate[] _getters;
        private int _first;
        private int _live;
        private bool _ended;

        public Cursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> columns, int poolSize, Random rand)
            : base(input.Schema)
        {
            _input = input;
            _rand = rand;
            _slots = Enumerable.Range(0, poolSize).ToArray();
            _getters = new Delegate[input.Schema.Count];
            _ids = new ValueStore.Values<DataViewRowId>(
                input.GetIdGetter(), (in DataViewRowId source, ref DataViewRowId destination) => destination = source);
            var stores = new List<ValueStore> { _ids };
            foreach (var column in columns)
            {
                var store = ValueStore.Create(input, column);
                stores.Add(store);
                _getters[column.Index] = store.Getter(() => Slot);
            }
            _stores = stores.ToArray();
        }

        private int Slot
        {
            get
            {
                Check.State(Position >= 0, "Values can only be fetched when the cursor is at a row.");
                return _slots[_first];
            }
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_ids.Getter(() => Slot);

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            Getters.Typed<TValue>(_getters[column.Index], column);

        protected override bool MoveNextCore()
        {
            if (Position >= 0)
            {
                _first = (_first + 1) % _slots.Length;
                _live--;
            }
            while (_live < _slots.Length && !_ended)
            {
                if (!_input.MoveNext())
                {
                    _ended = true;
                    break;
                }
                int slot = _slots[(_first + _live) % _slots.Length];
                foreach (var store in _stores) store.Put(slot);
                _live++;
            }
            if (_live == 0) return false;
            int drawn = (_first + _rand.Next(_live)) % _slots.Length;
            (_slots[_first], _slots[drawn]) = (_slots[drawn], _slots[_first]);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing) _input.Dispose();
        }
    }
}

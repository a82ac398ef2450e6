namespace Microsoft.ML.Data;

/// <summary>A row of a mapper's output over a row of its input.</summary>
internal sealed class MappedRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly int[] _sources;
    private readonly bool[] _active;
    private readonly Delegate[] _added;
    private readonly IDisposable _owner;

    public MappedRow(RowMapper mapper, DataViewRow input, bool[] active)
    {
        _input = input;
        _sources = mapper.Sources;
        _active = active;
        Schema = mapper.OutputSchema;
        (_added, _owner) = mapper.Open(input, mapper.ActiveAdded(active));
    }

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override DataViewSchema Schema { get; }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _sources[column.Index] is >= 0 and var source
        ? _input.GetGetter<TValue>(_input.Schema[source])
        : Getters.Typed<TValue>(_added[~_sources[column.Index]], column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _owner?.Dispose();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }
}

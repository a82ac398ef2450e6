namespace Microsoft.ML.Data;

/// <summary>The mappers of a chain's transformers as one.</summary>
internal sealed class CompositeRowToRowMapper : IRowToRowMapper, IDisposable
{
    private readonly IReadOnlyList<IRowToRowMapper> _mappers;

    public CompositeRowToRowMapper(DataViewSchema inputSchema, IReadOnlyList<IRowToRowMapper> mappers)
    {
        _mappers = mappers;
        InputSchema = inputSchema;
        OutputSchema = mappers.Count > 0 ? mappers[^1].OutputSchema : inputSchema;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        _mappers.Reverse().Aggregate(dependingColumns, (columns, mapper) => mapper.GetDependencies(columns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        Check.Param(input.Schema == InputSchema, nameof(input), "Schema did not match original schema");
        var needed = new IEnumerable<DataViewSchema.Column>[_mappers.Count];   // of each mapper's output
        var columns = activeColumns;
        for (int i = _mappers.Count - 1; i >= 0; i--)
        {
            needed[i] = columns;
            columns = _mappers[i].GetDependencies(columns);
        }
        foreach (var column in _mappers.Count == 0 ? activeColumns : [])
            Check.Param(input.IsColumnActive(column), nameof(input), $"Mapper required column '{column.Name}' active but it was not.");
        return _mappers.Select((mapper, i) => (mapper, i)).Aggregate(input, (row, m) => m.mapper.GetRow(row, needed[m.i]));
    }

    public void Dispose()
    {
        foreach (var mapper in _mappers.OfType<IDisposable>()) mapper.Dispose();
    }
}

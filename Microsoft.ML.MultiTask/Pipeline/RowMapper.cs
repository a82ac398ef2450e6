using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>A <see cref="RowMappingTransformer"/> bound to an input schema.</summary>
internal sealed class RowMapper : IRowToRowMapper
{
    private readonly RowMappingTransformer _transformer;
    private readonly IReadOnlyList<AddedColumn> _added;

    public RowMapper(RowMappingTransformer transformer, DataViewSchema inputSchema)
    {
        (_transformer, InputSchema) = (transformer, inputSchema);
        _added = transformer.Bind(inputSchema);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumns(_added.Select(added => added.Column));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = new bool[InputSchema.Count];
        foreach (var column in dependingColumns)
        {
            if (column.Index < InputSchema.Count)
                needed[column.Index] = true;
            else
                foreach (var input in _added[column.Index - InputSchema.Count].Inputs)
                    needed[input.Index] = true;
        }
        return InputSchema.Where(column => needed[column.Index]);
    }

    DataViewRow IRowToRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => GetRow(input, activeColumns);

    public MappedRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != InputSchema)
            throw new ArgumentException("The row must have the input schema of this mapper, but has another.", nameof(input));

        var active = new bool[OutputSchema.Count];
        foreach (var column in activeColumns)
            active[column.Index] = true;
        var addedActive = active[InputSchema.Count..];
        return new MappedRow(input, this, active, addedActive.Contains(true) ? _transformer.Open(input, addedActive) : null);
    }
}

namespace Microsoft.ML.Data;

/// <summary>Turns rows of one schema into rows of another: which input columns are kept, and which computed ones are added after them.</summary>
internal abstract class RowMapper : IRowToRowMapper
{
    private DataViewSchema _outputSchema;

    protected RowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        InputSchema = inputSchema;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema => _outputSchema ??= MakeOutputSchema();

    /// <summary>Indices of the input columns that come first in the output.</summary>
    public virtual IReadOnlyList<int> Kept => Enumerable.Range(0, InputSchema.Count).ToArray();

    public virtual IReadOnlyList<DataViewSchema.DetachedColumn> Added => [];

    /// <summary>Indices of the input columns that the active ones of the added columns are computed from.</summary>
    public virtual IEnumerable<int> InputsOf(IReadOnlyList<bool> activeAdded) => [];

    /// <summary>A getter for each active added column (others null), and what to dispose after the last row, or null.</summary>
    public virtual (Delegate[] Getters, IDisposable Owner) Open(DataViewRow input, IReadOnlyList<bool> activeAdded) => ([], null);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => InputColumns(Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        Check.Param(input.Schema == InputSchema, nameof(input), "Schema of input row must be the same as the schema the mapper is bound to");
        return new MappedRow(this, input, Active(activeColumns));
    }

    /// <summary>A flag for each output column.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns) active[column.Index] = true;
        return active;
    }

    public DataViewSchema.Column[] InputColumns(bool[] active)
    {
        var needed = Kept.Where((_, i) => active[i]).Concat(InputsOf(active[Kept.Count..])).ToHashSet();
        return InputSchema.Where(c => needed.Contains(c.Index)).ToArray();
    }

    private DataViewSchema MakeOutputSchema()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(Kept.Select(i => InputSchema[i]));
        builder.AddColumns(Added);
        return builder.ToSchema();
    }
}

namespace Microsoft.ML.Data;

/// <summary>Turns rows of one schema into rows of another: which input columns are kept, and which computed ones are added.
/// An added column comes after the last one of its name, which it hides, or else at the end.</summary>
internal abstract class RowMapper : IRowToRowMapper
{
    private int[] _sources;
    private DataViewSchema _outputSchema;

    protected RowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        InputSchema = inputSchema;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema =>
        LazyInitializer.EnsureInitialized(ref _outputSchema, () => DataViewSchema.Of(Sources.Select(Column)));

    /// <summary>Indices of the input columns that are in the output.</summary>
    public virtual IReadOnlyList<int> Kept => Enumerable.Range(0, InputSchema.Count).ToArray();

    public virtual IReadOnlyList<DataViewSchema.DetachedColumn> Added => [];

    /// <summary>For each output column the index of the input column it is, or the complement (~) of that of the added one.</summary>
    public int[] Sources => LazyInitializer.EnsureInitialized(ref _sources, MakeSources);

    /// <summary>Indices of the input columns that the active ones of the added columns are computed from.</summary>
    public virtual IEnumerable<int> InputsOf(IReadOnlyList<bool> activeAdded) => [];

    /// <summary>A getter for each active added column (others null), and what to dispose after the last row, or null.</summary>
    public virtual (Delegate[] Getters, IDisposable Owner) Open(DataViewRow input, IReadOnlyList<bool> activeAdded) => ([], null);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        InputColumns(Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        Check.Param(input.Schema == InputSchema, nameof(input),
            "Schema of input row must be the same as the schema the mapper is bound to");
        return new MappedRow(this, input, Active(activeColumns));
    }

    /// <summary>A flag for each output column.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns) active[column.Index] = true;
        return active;
    }

    /// <summary>A flag for each added column, from those for the output columns.</summary>
    public bool[] ActiveAdded(bool[] active)
    {
        var added = new bool[Added.Count];
        for (int i = 0; i < active.Length; i++)
        {
            if (Sources[i] < 0) added[~Sources[i]] = active[i];
        }
        return added;
    }

    public DataViewSchema.Column[] InputColumns(bool[] active)
    {
        var needed = Sources.Where((source, i) => source >= 0 && active[i]).Concat(InputsOf(ActiveAdded(active))).ToHashSet();
        return InputSchema.Where(c => needed.Contains(c.Index)).ToArray();
    }

    private int[] MakeSources()
    {
        var sources = Kept.ToList();
        for (int i = 0; i < Added.Count; i++)
        {
            var name = Added[i].Name;
            int hidden = sources.FindLastIndex(source => Column(source).Name == name);
            sources.Insert(hidden >= 0 ? hidden + 1 : sources.Count, ~i);
        }
        return sources.ToArray();
    }

    private DataViewSchema.DetachedColumn Column(int source) =>
        source >= 0 ? new DataViewSchema.DetachedColumn(InputSchema[source]) : Added[~source];
}

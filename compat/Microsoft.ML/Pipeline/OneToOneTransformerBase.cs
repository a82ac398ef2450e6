namespace Microsoft.ML.Data;

/// <summary>Computes one column from one other.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(string outputColumnName, string inputColumnName)
    {
        Check.NonEmpty(outputColumnName, nameof(outputColumnName));
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName ?? outputColumnName;
        Check.NonEmpty(InputColumnName, nameof(inputColumnName));
    }

    private protected OneToOneTransformerBase(ModelLoadContext ctx)
        : this(ctx.LoadString(), ctx.LoadString())
    {
    }

    internal string OutputColumnName { get; }

    internal string InputColumnName { get; }

    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.SaveString(OutputColumnName);
        ctx.SaveString(InputColumnName);
    }

    private protected sealed override RowMapper MakeMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    /// <summary>The output column's type and annotations; throws where the input's type does not fit.</summary>
    private protected abstract DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input);

    /// <summary>A getter of the output, and what to dispose after the last row, or null.</summary>
    private protected abstract (Delegate Getter, IDisposable Owner) Open(DataViewRow row, DataViewSchema.Column input);

    private sealed class Mapper : RowMapper
    {
        private readonly OneToOneTransformerBase _parent;
        private readonly DataViewSchema.Column _input;

        public Mapper(OneToOneTransformerBase parent, DataViewSchema inputSchema)
            : base(inputSchema)
        {
            _parent = parent;
            _input = inputSchema.GetColumnOrNull(parent.InputColumnName)
                ?? throw Check.MissingColumn(nameof(inputSchema), "input", parent.InputColumnName);
            Added = [parent.MakeOutput(_input)];
        }

        public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; }

        public override IEnumerable<int> InputsOf(IReadOnlyList<bool> activeAdded) => activeAdded[0] ? [_input.Index] : [];

        public override (Delegate[] Getters, IDisposable Owner) Open(DataViewRow input, IReadOnlyList<bool> activeAdded)
        {
            if (!activeAdded[0]) return ([null], null);
            var (getter, owner) = _parent.Open(input, _input);
            return ([getter], owner);
        }
    }
}

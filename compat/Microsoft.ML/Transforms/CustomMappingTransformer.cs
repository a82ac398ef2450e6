using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Adds the columns of a TDst that a user's action fills from a TSrc. One object of each is reused by a cursor for all its
/// rows.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _map;
    private readonly string _contractName;
    private readonly SchemaDefinition _inputDefinition;
    private readonly UserColumn[] _added;

    internal CustomMappingTransformer(Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition inputDefinition = null,
        SchemaDefinition outputDefinition = null)
    {
        ArgumentNullException.ThrowIfNull(mapAction);
        _map = mapAction;
        _contractName = contractName;
        _inputDefinition = inputDefinition;
        _added = UserColumn.Of(typeof(TDst), outputDefinition, SchemaDefinition.Direction.Write);
        AddedSchema = UserColumn.Schema(_added);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal DataViewSchema AddedSchema { get; }

    internal UserColumn[] InputColumns => UserColumn.Of(typeof(TSrc), _inputDefinition, SchemaDefinition.Direction.Both);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new Mapper(this, inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, new Mapper(this, input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Check.State(_contractName != null, "Empty contract name for a transform: the transform cannot be saved");
        CustomMappingFile.Save(ctx, _contractName, _map.Method.DeclaringType.Assembly);
    }

    private sealed class Mapper(CustomMappingTransformer<TSrc, TDst> parent, DataViewSchema inputSchema) : RowMapper(inputSchema)
    {
        private readonly ObjectBinding<TSrc> _source = new(inputSchema, ignoreMissingColumns: false, parent._inputDefinition);

        public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } =
            parent.AddedSchema.Select(c => new DataViewSchema.DetachedColumn(c)).ToArray();

        public override IEnumerable<int> InputsOf(IReadOnlyList<bool> activeAdded) =>
            activeAdded.Contains(true) ? _source.Sources.Select(c => c.Index) : [];

        public override (Delegate[] Getters, IDisposable Owner) Open(DataViewRow input, IReadOnlyList<bool> activeAdded)
        {
            if (!activeAdded.Contains(true)) return (new Delegate[activeAdded.Count], null);
            var fill = _source.CreateWriter(input);
            var (source, destination) = (new TSrc(), new TDst());
            var row = new ObjectRow<TDst>(parent.AddedSchema, parent._added, i => activeAdded[i]);
            long mapped = -1;   // the position the objects stand for
            void Refresh()
            {
                if (mapped == input.Position) return;
                fill(source);
                parent._map(source, destination);
                row.Set(destination);
                mapped = input.Position;
            }
            return (activeAdded.Select((active, i) => active ? Getters.After(Refresh, row, row.Schema[i]) : null).ToArray(), null);
        }
    }
}

namespace Microsoft.ML.Data;

/// <summary>Keeps some of the columns.</summary>
internal sealed class KeptColumns(DataViewSchema inputSchema, IReadOnlyList<int> kept) : RowMapper(inputSchema)
{
    public override IReadOnlyList<int> Kept => kept;

    /// <summary>The view without columns of custom types, images among them: only primitives and vectors of them can be kept
    /// aside.</summary>
    public static IDataView Cacheable(IDataView data)
    {
        var kept = data.Schema.Where(c => c.Type is PrimitiveDataViewType or VectorDataViewType).Select(c => c.Index).ToArray();
        return kept.Length == data.Schema.Count ? data : new MappedDataView(data, new KeptColumns(data.Schema, kept));
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(CustomMappingTransformer<TSrc, TDst> transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = inputSchema.ToDictionary(c => c.Name);
        foreach (var input in Transformer.InputColumns)
        {
            if (!columns.TryGetValue(input.Name, out var column)) throw Check.MissingColumn(nameof(inputSchema), "input", input.Name);
            var wanted = SchemaShape.Column.Of(input.Name, input.Type, null);
            bool kindFits = wanted.Kind == column.Kind
                || (wanted.Kind == SchemaShape.Column.VectorKind.VariableVector && column.Kind == SchemaShape.Column.VectorKind.Vector);
            // The very item type: another, equal image type does not fit, as in the original.
            if (!ReferenceEquals(wanted.ItemType, column.ItemType) || wanted.IsKey != column.IsKey || !kindFits)
                throw Check.SchemaMismatch(nameof(inputSchema), "input", input.Name, input.Type.ToString(), column.GetTypeString());
        }
        foreach (var added in SchemaShape.Of(Transformer.AddedSchema)) columns[added.Name] = added;
        return new SchemaShape(columns.Values);
    }
}

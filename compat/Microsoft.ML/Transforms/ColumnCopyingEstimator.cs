using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(string outputColumnName, string inputColumnName)
        : base(new ColumnCopyingTransformer(outputColumnName, inputColumnName))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var input = inputSchema.Find(Transformer.InputColumnName);
        if (input.Name == null) throw Check.MissingColumn(nameof(inputSchema), "input", Transformer.InputColumnName);
        return inputSchema.With(input.Renamed(Transformer.OutputColumnName, input.Annotations));
    }
}

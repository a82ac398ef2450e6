using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class CustomMappingCatalog
{
    public static CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(
        this TransformsCatalog catalog, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class, new()
        where TDst : class, new() =>
        new(new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition));

    /// <summary>Leaves out the rows for which the predicate is true.</summary>
    public static IDataView FilterByCustomPredicate<TSrc>(this DataOperationsCatalog catalog, IDataView input,
        Func<TSrc, bool> filterPredicate)
        where TSrc : class, new()
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(filterPredicate);
        var binding = new ObjectBinding<TSrc>(input.Schema, ignoreMissingColumns: false, definition: null);
        return new FilteredDataView(input, binding.Sources.Select(c => c.Index).ToArray(), row =>
        {
            var fill = binding.CreateWriter(row);
            var source = new TSrc();
            return () =>
            {
                fill(source);
                return !filterPredicate(source);
            };
        });
    }
}

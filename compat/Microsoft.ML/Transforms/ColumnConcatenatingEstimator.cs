using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(string outputColumnName, string[] inputColumnNames)
    {
        Check.NonEmpty(outputColumnName, nameof(outputColumnName));
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        Check.Param(inputColumnNames.Length > 0, nameof(inputColumnNames), "Input columns not specified");
        Check.Param(!inputColumnNames.Any(string.IsNullOrEmpty), nameof(inputColumnNames), "Contained some null or empty items");
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ColumnConcatenatingTransformer(_output, _inputs);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = _inputs.Select(name => inputSchema.Find(name, "input")).ToArray();
        foreach (var column in columns)
        {
            Check.State(!column.IsKey, $"Column '{column.Name}' is key. Concatenation of keys is unsupported.");
            Check.State(column.ItemType.Equals(columns[0].ItemType),
                $"Concatenated columns should have the same type. Column '{column.Name}' has type of {column.ItemType}, but expected column type is {columns[0].ItemType}.");
        }
        bool isVariable = Array.Exists(columns, c => c.Kind == SchemaShape.Column.VectorKind.VariableVector);
        var kind = isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With(new SchemaShape.Column(_output, kind, columns[0].ItemType, isKey: false, Annotations(columns)));
    }

    private static SchemaShape Annotations(SchemaShape.Column[] columns)
    {
        var annotations = new List<SchemaShape.Column>();
        if (Array.TrueForAll(columns, c => c.Annotations.Find(AnnotationKinds.IsNormalized).Name != null))
            annotations.Add(new SchemaShape.Column(AnnotationKinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar,
                BooleanDataViewType.Instance, isKey: false));
        if (Array.Exists(columns, c => c.Kind == SchemaShape.Column.VectorKind.Scalar
            || c.Annotations.Find(AnnotationKinds.SlotNames).Name != null))
            annotations.Add(new SchemaShape.Column(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector,
                TextDataViewType.Instance, isKey: false));
        return new SchemaShape(annotations);
    }
}

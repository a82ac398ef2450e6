namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>A column that a <see cref="RowMappingTransformer"/> adds, and the input columns its values are computed from.</summary>
internal sealed record AddedColumn(DataViewSchema.DetachedColumn Column, IReadOnlyList<DataViewSchema.Column> Inputs);

namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>A column added by a <see cref="RowMappingTransformer"/>, and the input columns that its values depend on.</summary>
internal sealed record AddedColumn(DataViewSchema.DetachedColumn Column, IReadOnlyList<DataViewSchema.Column> Inputs);

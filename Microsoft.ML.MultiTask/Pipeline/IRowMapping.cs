namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>The computation of a <see cref="RowMappingTransformer"/> over one row, which moves when its cursor does.</summary>
internal interface IRowMapping : IDisposable
{
    /// <summary>
    /// The <see cref="ValueGetter{TValue}"/> of added column <paramref name="added"/>, asked for only where that column is active.
    /// Columns that share work cache it under the row's <see cref="DataViewRow.Position"/>.
    /// </summary>
    Delegate Getter(int added);
}

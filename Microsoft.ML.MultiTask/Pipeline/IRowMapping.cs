namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>Computes the added columns of a <see cref="RowMappingTransformer"/> for the current row of a cursor.</summary>
internal interface IRowMapping : IDisposable
{
    /// <summary>
    /// Creates the <see cref="ValueGetter{TValue}"/> of added column <paramref name="added"/>, which must be active. Columns that share
    /// work cache it by the row's <see cref="DataViewRow.Position"/>.
    /// </summary>
    Delegate Getter(int added);
}

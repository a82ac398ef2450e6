namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>The result of <see cref="RowMappingTransformer.Transform"/>: the input's rows, mapped by a <see cref="RowMapper"/>.</summary>
internal sealed class MappedDataView(IDataView input, RowMapper mapper) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return Map(input.GetRowCursor(mapper.GetDependencies(columns), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return [.. input.GetRowCursorSet(mapper.GetDependencies(columns), n, rand).Select(cursor => Map(cursor, columns))];
    }

    private MappedCursor Map(DataViewRowCursor cursor, DataViewSchema.Column[] columns) =>
        new(cursor, mapper.GetRow(cursor, columns));
}

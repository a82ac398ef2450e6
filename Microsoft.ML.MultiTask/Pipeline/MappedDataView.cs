namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>The result of <see cref="RowMappingTransformer.Transform"/>: the input's rows, mapped by a <see cref="RowMapper"/>.</summary>
internal class MappedDataView(IDataView input, RowMapper mapper) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public virtual DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return mapper.GetRow(input.GetRowCursor(mapper.GetDependencies(columns), rand), columns);
    }

    public virtual DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return [.. input.GetRowCursorSet(mapper.GetDependencies(columns), n, rand).Select(cursor => mapper.GetRow(cursor, columns))];
    }
}

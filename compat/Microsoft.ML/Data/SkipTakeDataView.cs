namespace Microsoft.ML.Data;

/// <summary>The rows from one number to another; never shuffled.</summary>
internal sealed class SkipTakeDataView(IDataView source, long skip, long take) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount() is { } count ? Math.Min(Math.Max(0, count - skip), take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var active = new bool[Schema.Count];
        foreach (var column in columns) active[column.Index] = true;
        var input = source.GetRowCursor(columns);
        (long toSkip, long left) = (skip, take);
        return new SubsetCursor(input, active, () =>
        {
            for (; toSkip > 0; toSkip--)
            {
                if (!input.MoveNext()) return false;
            }
            return left-- > 0 && input.MoveNext();
        });
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded)];
}

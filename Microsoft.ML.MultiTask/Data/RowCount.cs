namespace Microsoft.ML.MultiTask.Data;

/// <summary>Counts the rows of a view.</summary>
internal static class RowCount
{
    /// <summary>The row count. If the view does not know it, the view is enumerated once, without any active column.</summary>
    public static long Of(IDataView view)
    {
        if (view.GetRowCount() is { } known)
            return known;
        using var cursor = view.GetRowCursor([]);
        var count = 0L;
        while (cursor.MoveNext())
            count++;
        return count;
    }
}

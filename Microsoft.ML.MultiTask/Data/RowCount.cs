namespace Microsoft.ML.MultiTask.Data;

/// <summary>Counts rows.</summary>
internal static class RowCount
{
    /// <summary>How many rows a view has: what it says, or else what a pass over it without any column finds.</summary>
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

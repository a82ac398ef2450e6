namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>A view's rows as a mixed cursor takes them, one at a time.</summary>
/// <param name="view">Where the rows come from; a cursor over it is opened with the first.</param>
/// <param name="index">The view's place, for messages.</param>
/// <param name="columns">The columns that are read.</param>
/// <param name="random">Decides the order of rows in every pass over the view; null for its own order.</param>
/// <param name="repeats">Whether the view begins again after its last row.</param>
internal sealed class MixedSource(IDataView view, int index, DataViewSchema.Column[] columns, Random? random, bool repeats) : IDisposable
{
    /// <summary>The cursor of the present pass.</summary>
    public DataViewRowCursor? Cursor { get; private set; }

    /// <summary>The pass over the view, from 1; 0 before the first row.</summary>
    public int Pass { get; private set; }

    /// <exception cref="InvalidOperationException">There is no row, or no further one.</exception>
    public void MoveNext()
    {
        if (Cursor is { } cursor)
        {
            if (cursor.MoveNext()) return;
            if (!repeats)
                throw new InvalidOperationException(
                    $"views[{index}] gave one cursor fewer rows than it gave another: its rows must be the same for every cursor.");
            cursor.Dispose();
        }
        Cursor = view.GetRowCursor(columns, random is null ? null : new Random(random.Next()));
        Pass++;
        if (!Cursor.MoveNext())
            throw new InvalidOperationException($"views[{index}] has no rows to draw from.");
    }

    public void Dispose() => Cursor?.Dispose();
}

namespace Microsoft.ML.MultiTask.Data.Mixing;

/// <summary>Enumerates a view for a <see cref="MixedCursor"/>, one row at a time.</summary>
/// <param name="view">The view; its cursor is opened with the first row.</param>
/// <param name="index">The index of the view, for messages.</param>
/// <param name="columns">The active columns.</param>
/// <param name="random">Shuffles the rows of every pass over the view; null keeps the view's order.</param>
/// <param name="repeats">Whether the view starts again after its last row.</param>
internal sealed class MixedSource(IDataView view, int index, DataViewSchema.Column[] columns, Random? random, bool repeats) : IDisposable
{
    /// <summary>The cursor of the current pass.</summary>
    public DataViewRowCursor? Cursor { get; private set; }

    /// <summary>The number of the current pass over the view, from 1; 0 before the first row.</summary>
    public int Pass { get; private set; }

    /// <exception cref="InvalidOperationException">There is no row, or no more rows.</exception>
    public void MoveNext()
    {
        if (Cursor is { } cursor)
        {
            if (cursor.MoveNext()) return;
            if (!repeats)
                throw new InvalidOperationException(
                    $"views[{index}] gave this cursor fewer rows than an earlier one: every cursor must give the same rows.");
            cursor.Dispose();
        }
        Cursor = view.GetRowCursor(columns, random is null ? null : new Random(random.Next()));
        Pass++;
        if (!Cursor.MoveNext())
            throw new InvalidOperationException($"views[{index}] has no rows.");
    }

    public void Dispose() => Cursor?.Dispose();
}

namespace Microsoft.ML.Data;

/// <summary>Some of the rows of another cursor, in its order.</summary>
internal sealed class SubsetCursor(DataViewRowCursor input, bool[] active, Func<bool> moveNext) : RowCursorBase(input.Schema)
{
    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Check.Param(active[column.Index], nameof(column), $"requested column '{column.Name}' is not active");
        return input.GetGetter<TValue>(column);
    }

    protected override bool MoveNextCore() => moveNext();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) input.Dispose();
    }
}

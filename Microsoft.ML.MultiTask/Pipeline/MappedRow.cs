using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>
/// A row of <see cref="RowMapper.OutputSchema"/>: the input row's values and the added ones. Where the input is a cursor, this is one too.
/// Owns the input and the mapping.
/// </summary>
internal sealed class MappedRow(DataViewRow input, RowMapper mapper, bool[] active, IRowMapping? mapping) : DataViewRowCursor
{
    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => ((DataViewRowCursor)input).MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnGetter.Check<TValue>(this, column);
        var added = column.Index - mapper.InputSchema.Count;
        return added < 0
            ? input.GetGetter<TValue>(mapper.InputSchema[column.Index])
            : (ValueGetter<TValue>)mapping!.Getter(added);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            mapping?.Dispose();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}

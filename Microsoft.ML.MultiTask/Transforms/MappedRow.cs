using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask;

/// <summary>A row of <see cref="RowMapper.OutputSchema"/>: the input row's values, and those its mapping computes. Owns both.</summary>
internal sealed class MappedRow(DataViewRow input, RowMapper mapper, bool[] active, IRowMapping? mapping) : DataViewRow
{
    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new ArgumentException($"Column '{column.Name}' is not among the columns this cursor was opened for.", nameof(column));
        if (column.Index < mapper.InputSchema.Count)
            return input.GetGetter<TValue>(mapper.InputSchema[column.Index]);
        return mapping!.Getter(column.Index - mapper.InputSchema.Count) as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' holds {column.Type.RawType}, but was asked for as {typeof(TValue)}.");
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

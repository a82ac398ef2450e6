using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// Data with a model's predictions. A cursor that is asked for them reads the frames a second time, a few batches ahead on threads of
/// their own, and everything else from the row it stands on.
/// </summary>
internal sealed class ScoredDataView(IDataView input, RowMapper mapper, MultiTaskTransformer transformer) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var active = new bool[Schema.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        int? shuffleSeed = rand?.Next();
        var cursor = input.GetRowCursor(columns.Where(column => column.Index < input.Schema.Count).Select(column => input.Schema[column.Index]),
            shuffleSeed is { } seed ? new Random(seed) : null);
        bool scores = active.AsSpan(input.Schema.Count).Contains(true);
        return new MappedCursor(cursor, new MappedRow(cursor, mapper, active, scores ? transformer.Score(input, shuffleSeed, cursor) : null));
    }

    /// <summary>One cursor: a forward pass uses all processors by itself.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

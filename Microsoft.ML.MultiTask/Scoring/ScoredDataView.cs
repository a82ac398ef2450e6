using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// Data with a network's predictions, scored in batches. A cursor with a predicted column reads the active columns of the input on a loader
/// thread, in one pass; a cursor without one is the input's own.
/// </summary>
internal sealed class ScoredDataView(IDataView input, RowMapper mapper, MultiTaskTransformer transformer) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        int? seed = rand?.Next();                                   // a Random of its own, for a cursor that moves on another thread
        if (columns.Any(column => column.Index >= input.Schema.Count))
            return Score(columns, seed);
        var cursor = input.GetRowCursor(mapper.GetDependencies(columns), seed is { } own ? new Random(own) : null);
        return new MappedCursor(cursor, mapper.GetRow(cursor, columns));
    }

    /// <summary>One cursor: a forward pass uses all cores.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private ScoredCursor Score(DataViewSchema.Column[] columns, int? seed)
    {
        var model = transformer.Model;
        var needed = columns.Select(column => column.Index).ToHashSet();
        var frames = FrameColumns.Resolve(input.Schema, transformer.FrameColumnNames).Columns;
        var reader = new BatchReader(input, transformer.FrameColumnNames, tasks: [], transformer.ScoringOptions.BatchSize)
        {
            Threads = transformer.ScoringOptions.LoaderThreads,
            IsPinned = HostMemory.IsBestPinnedFor(model.Device),
            PassedColumns = [.. input.Schema.Where(column => needed.Contains(column.Index) && frames.All(frame => frame.Index != column.Index))],
        };
        return new ScoredCursor(transformer, mapper, needed, reader.Frames, reader.PassedColumns, reader.Open(seed));
    }
}

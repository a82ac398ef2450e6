using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask.Scoring;

/// <summary>
/// Data with a network's predictions, scored in batches. A cursor with a predicted column reads the active columns of the input on a loader
/// thread, in one pass; a cursor without one is the input's own.
/// </summary>
internal sealed class ScoredDataView(IDataView input, RowMapper mapper, MultiTaskTransformer transformer) : MappedDataView(input, mapper)
{
    private readonly IDataView _input = input;
    private readonly RowMapper _mapper = mapper;

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = columnsNeeded.ToArray();
        int? seed = rand?.Next();                                   // a Random of its own, for a cursor that moves on another thread
        return columns.Any(column => column.Index >= _input.Schema.Count) ? Score(columns, seed)
            : base.GetRowCursor(columns, seed is { } own ? new Random(own) : null);
    }

    /// <summary>One cursor: a forward pass uses all cores.</summary>
    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private ScoredCursor Score(DataViewSchema.Column[] columns, int? seed)
    {
        var model = transformer.Model;
        var needed = columns.Select(column => column.Index).ToHashSet();
        var frames = FrameColumns.Resolve(_input.Schema, transformer.FrameColumnNames).Columns;
        var reader = new BatchReader(_input, transformer.FrameColumnNames, tasks: [], transformer.ScoringOptions.BatchSize)
        {
            Threads = transformer.ScoringOptions.LoaderThreads,
            IsPinned = BatchReader.IsBestPinned(model.Device),
            Doubted = transformer.WarnOfPixels,
            PassedColumns = [.. _input.Schema.Where(column => needed.Contains(column.Index) && frames.All(frame => frame.Index != column.Index))],
        };
        return new ScoredCursor(transformer, _mapper, needed, reader.Frames, reader.PassedColumns, reader.Open(seed));
    }
}

using System.Runtime.ExceptionServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>A loader thread's cursor, with the getters of what a batch holds of each row. Owns the cursor.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly DataViewRowCursor _cursor;
    private readonly IReadOnlyList<DataViewSchema.Column> _frameColumns;
    private readonly bool _checksRange;
    private readonly PixelColumn[] _frames;
    private readonly PixelColumn[] _labels;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly Action<ColumnBuffer, int>[] _passed;

    internal RowReader(
        DataViewRowCursor cursor, FrameColumns frames, IReadOnlyList<DataViewSchema.Column> labels, IReadOnlyList<DenseTask> tasks,
        IReadOnlyList<DataViewSchema.Column> passed, bool checksRange = false)
    {
        (_cursor, _frameColumns, _checksRange) = (cursor, frames.Columns, checksRange);
        _frames = [.. frames.Columns.Select(column => PixelColumn.Open(cursor, column))];
        _labels = [.. labels.Zip(tasks, (column, task) => PixelColumn.Open(cursor, column, task))];
        _id = cursor.GetIdGetter();
        _passed = [.. passed.Select(column => ColumnBuffer.Open(cursor, column))];
    }

    internal bool MoveNext() => _cursor.MoveNext();

    /// <summary>Copies the current row to its place in a batch.</summary>
    internal void Read(HostBatch batch, int place)
    {
        if (batch.Passed is { } passed)
            ReadToScore(batch, passed, place);
        else
            ReadToTrain(batch, place);
    }

    public void Dispose() => _cursor.Dispose();

    private void ReadToTrain(HostBatch batch, int place)
    {
        for (int s = 0; s < _frames.Length; s++)
            ReadFrame(batch, s, place);
        for (int t = 0; t < _labels.Length; t++)
            if (_labels[t].Read(batch.LabelPixels(t, place)))
                batch.IsLabelled[t] = true;
    }

    private void ReadToScore(HostBatch batch, PassedRows passed, int place)
    {
        (passed.Positions[place], passed.Batches[place]) = (_cursor.Position, _cursor.Batch);
        _id(ref passed.Ids[place]);
        for (int s = 0; s < _frames.Length; s++)
            passed.FrameErrors[s, place] = Try(batch, s, place);
        for (int c = 0; c < _passed.Length; c++)
            _passed[c](passed.Columns[c], place);
    }

    private void ReadFrame(HostBatch batch, int s, int place)
    {
        var pixels = batch.FramePixels(s, place);
        _frames[s].Read(pixels);
        if (_checksRange) batch.Doubt ??= PixelRange.Doubt(pixels, _frameColumns[s], _cursor.Position);
    }

    private ExceptionDispatchInfo? Try(HostBatch batch, int s, int place)
    {
        try
        {
            ReadFrame(batch, s, place);
            return null;
        }
        catch (Exception exception)                                 // raised where the consumer uses the frame
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }
}

using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>Reads a data view in batches on threads of its own, a few batches ahead of whoever consumes them.</summary>
/// <remarks>
/// Every thread has a cursor over all rows, asks for the values of its own ones and moves past those of the others. So rows keep their
/// order, and batches are the same whatever the number of threads and the timing; and memory does not depend on the
/// rows: it is that of three batches, or of four rows for each thread and a batch, whichever is more.
/// </remarks>
internal sealed class BatchReader
{
    private const int BatchesAhead = 2;
    private const int RowsAheadOfThread = 4;                        // so that none waits while the consumer waits for a processor

    private readonly IDataView _data;
    private readonly FrameColumns _frames;
    private readonly IReadOnlyList<DenseTask> _tasks;
    private readonly DataViewSchema.Column[] _labels;
    private readonly int _batchSize;

    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    internal BatchReader(IDataView data, IReadOnlyList<string>? frameColumnNames, IReadOnlyList<DenseTask> tasks, int batchSize)
    {
        _data = data;
        _frames = FrameColumns.Resolve(data.Schema, frameColumnNames);
        _tasks = tasks;
        _labels = [.. tasks.Select(task => _frames.ResolveLabel(data.Schema, task))];
        _batchSize = batchSize;
    }

    /// <summary>Threads that read; at least 1, the default.</summary>
    internal int Threads { get; init; } = 1;

    /// <summary>Whether batches are in page-locked memory.</summary>
    internal bool IsPinned { get; init; }

    internal FrameColumns Frames => _frames;

    /// <summary>Threads that keep up with a device: a CPU computes with all its processors, so one is left for reading.</summary>
    internal static int DefaultThreads(TorchSharp.torch.Device device) =>
        device.type == TorchSharp.DeviceType.CPU ? 1 : Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    internal bool CanShuffle => _data.CanShuffle;

    internal long? RowCount => _data.GetRowCount();

    /// <summary>Begins a pass over the rows.</summary>
    /// <param name="shuffleSeed">Decides the order of rows where the data can be shuffled; null for the data's own order.</param>
    internal BatchPass Start(int? shuffleSeed)
    {
        int rowsAhead = Math.Max(BatchesAhead * _batchSize, RowsAheadOfThread * Threads);
        HostBatch[] batches = [.. Enumerable.Range(0, 1 + (rowsAhead + _batchSize - 1) / _batchSize)
            .Select(_ => new HostBatch(_frames, _tasks, _batchSize, IsPinned))];
        return new BatchPass(batches, _batchSize, Threads, (assembly, thread) => Fill(assembly, thread, shuffleSeed));
    }

    /// <summary>A whole pass over the rows.</summary>
    /// <param name="shuffleSeed">As for <see cref="Start"/>.</param>
    /// <returns>Batches that are valid until the next one is asked for.</returns>
    internal IEnumerable<HostBatch> Read(int? shuffleSeed)
    {
        using var pass = Start(shuffleSeed);
        foreach (var batch in pass.Batches())
            yield return batch;
    }

    // What goes wrong goes to the consumer.
    private void Fill(BatchAssembly assembly, int thread, int? shuffleSeed)
    {
        long row = 0;
        try
        {
            using var cursor = _data.GetRowCursor([.. _frames.Columns, .. _labels], shuffleSeed is { } seed ? new Random(seed) : null);
            var frames = _frames.Columns.Select(column => PixelColumn.Open(cursor, column)).ToArray();
            var labels = _labels.Select((column, t) => PixelColumn.Open(cursor, column, _tasks[t])).ToArray();
            for (; cursor.MoveNext(); row++)
            {
                if (row % Threads != thread) continue;
                if (assembly.BatchFor(thread, row) is not { } batch) return;
                int place = (int)(row % _batchSize);
                for (int s = 0; s < frames.Length; s++)
                    frames[s].Read(batch.FramePixels(s, place));
                for (int t = 0; t < labels.Length; t++)
                    if (labels[t].Read(batch.LabelPixels(t, place)))
                        batch.IsLabelled[t] = true;
                assembly.Filled(thread, row);
            }
            assembly.Ended(thread, row);
        }
        catch (Exception exception)
        {
            assembly.Failed(thread, row, exception);
        }
    }
}

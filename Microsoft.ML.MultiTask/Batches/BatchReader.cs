using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>The data loader of training and scoring: reads a data view in batches on loader threads, a few batches ahead.</summary>
/// <remarks>
/// With one loader thread, the default, a pass is one cursor that moves once over the rows. With several each has a cursor of its own over all
/// rows and reads every n-th, which needs data that is the same for every cursor. Order and batches do not depend on the number of threads.
/// Memory does not depend on the number of rows: three batches, or a batch and four rows for each thread if that is more.
/// </remarks>
internal sealed class BatchReader
{
    private const int BatchesAhead = 2;
    private const int RowsAheadOfThread = 4;                        // so that no thread idles while the consumer waits for a processor

    private readonly IDataView _data;
    private readonly IReadOnlyList<DenseTask> _tasks;
    private readonly DataViewSchema.Column[] _labels;
    private readonly int _batchSize;

    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    internal BatchReader(IDataView data, IReadOnlyList<string>? frameColumnNames, IReadOnlyList<DenseTask> tasks, int batchSize)
    {
        (_data, _tasks, _batchSize) = (data, tasks, batchSize);
        Frames = FrameColumns.Resolve(data.Schema, frameColumnNames);
        _labels = [.. tasks.Select(task => Frames.ResolveLabel(data.Schema, task))];
    }

    /// <summary>The number of loader threads, at least 1.</summary>
    internal int Threads { get; init; } = 1;

    /// <summary>Whether batches are in page-locked memory.</summary>
    internal bool IsPinned { get; init; }

    /// <summary>
    /// The columns beside the frames whose values pass through the batch, for scoring; null for training. With them an error in a value is kept
    /// until the value is used, and an error of the cursor is raised at its row; without, either is raised instead of the row's batch.
    /// </summary>
    internal IReadOnlyList<DataViewSchema.Column>? PassedColumns { get; init; }

    /// <summary>Told, on the consumer's thread, what is wrong with the pixels of a frame; once for every batch that has such a frame.</summary>
    internal Action<string>? Doubted { get; init; }

    internal FrameColumns Frames { get; }

    /// <summary>The frames' columns, and the tasks' labels.</summary>
    internal IReadOnlyList<DataViewSchema.Column> Columns => [.. Frames.Columns, .. _labels];

    internal bool CanShuffle => _data.CanShuffle;

    /// <summary>The number of rows: what the data says, or else, as of filtered data, counted in a pass that reads no column.</summary>
    /// <param name="cancellation">Ends the pass.</param>
    /// <exception cref="OperationCanceledException">The pass was ended.</exception>
    internal long CountRows(CancellationToken cancellation)
    {
        if (_data.GetRowCount() is { } known) return known;
        using var cursor = _data.GetRowCursor([]);
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
            cancellation.ThrowIfCancellationRequested();
        return rows;
    }

    /// <summary>The loader threads that keep up with a device. A CPU computes with all its cores, so one thread loads.</summary>
    internal static int DefaultThreads(Device device) =>
        device.type == DeviceType.CPU ? 1 : Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>Whether page-locked memory makes copies to a device faster: a CUDA device then copies asynchronously.</summary>
    internal static bool IsBestPinned(Device device) => device.type == DeviceType.CUDA;

    /// <summary>Opens a pass over the rows; reads nothing before its first batch is wanted.</summary>
    /// <param name="shuffleSeed">Decides the order of rows if the data can be shuffled; null for the data's own order.</param>
    /// <param name="skippedRows">Rows at the beginning, a whole number of batches, that are passed over without reading a value.</param>
    internal BatchPass Open(int? shuffleSeed, long skippedRows = 0)
    {
        DataViewSchema.Column[] columns = [.. Columns, .. PassedColumns ?? []];
        var cursors = new List<DataViewRowCursor>();
        try
        {
            while (cursors.Count < Threads)
                cursors.Add(_data.GetRowCursor(columns, shuffleSeed is { } seed ? new Random(seed) : null));
            RowReader[] readers = [.. cursors.Select(cursor => new RowReader(cursor, Frames, _labels, _tasks, PassedColumns ?? [], checksRange: Doubted is not null))];
            int rowsAhead = Math.Max(BatchesAhead * _batchSize, RowsAheadOfThread * Threads);
            HostBatch[] batches = [.. Enumerable.Range(0, 1 + (rowsAhead + _batchSize - 1) / _batchSize)
                .Select(_ => new HostBatch(Frames, _tasks, _batchSize, IsPinned, PassedColumns))];
            return new BatchPass(readers, batches, _batchSize, endsBatchAtError: PassedColumns is not null, skippedRows, Doubted);
        }
        catch
        {
            foreach (var cursor in cursors)
                cursor.Dispose();
            throw;
        }
    }

    /// <summary>A whole pass over the rows.</summary>
    /// <returns>The batches, each valid until the next one.</returns>
    internal IEnumerable<HostBatch> Read(int? shuffleSeed)
    {
        using var pass = Open(shuffleSeed);
        foreach (var batch in pass.Batches(CancellationToken.None))
            yield return batch;
    }
}

using System.Collections.Concurrent;

namespace Microsoft.ML.MultiTask;

/// <summary>Reads a data view in batches on a thread of its own, a few batches ahead of whoever consumes them.</summary>
/// <remarks>One cursor reads the rows in order, so batches are the same whatever the timing.</remarks>
internal sealed class BatchReader
{
    private const int BatchesAhead = 2;

    private readonly IDataView _data;
    private readonly FrameColumns _frames;
    private readonly IReadOnlyList<DenseTask> _tasks;
    private readonly DataViewSchema.Column[] _labels;
    private readonly int _batchSize;
    private readonly ConcurrentBag<HostBatch> _pool = [];

    /// <exception cref="ArgumentException">A column is missing or of another type; the message names it.</exception>
    internal BatchReader(IDataView data, IReadOnlyList<string>? frameColumnNames, IReadOnlyList<DenseTask> tasks, int batchSize)
    {
        _data = data;
        _frames = FrameColumns.Resolve(data.Schema, frameColumnNames);
        _tasks = tasks;
        _labels = [.. tasks.Select(task => _frames.ResolveLabel(data.Schema, task))];
        _batchSize = batchSize;
    }

    internal FrameColumns Frames => _frames;

    internal bool CanShuffle => _data.CanShuffle;

    internal long? RowCount => _data.GetRowCount();

    /// <summary>One pass over the rows.</summary>
    /// <param name="random">Decides the order of rows where the data can be shuffled; null for the data's own order.</param>
    /// <returns>Batches that are valid until the next one is asked for.</returns>
    internal IEnumerable<HostBatch> Read(Random? random)
    {
        using var stop = new CancellationTokenSource();
        using var ahead = new BlockingCollection<HostBatch>(BatchesAhead);
        var reading = Task.Factory.StartNew(() => Produce(random, ahead, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var batch in ahead.GetConsumingEnumerable())
            {
                yield return batch;
                _pool.Add(batch);
            }
            reading.GetAwaiter().GetResult();                       // rethrows what the reading thread threw
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();      // the cursor is closed before the data can go away
        }
    }

    private void Produce(Random? random, BlockingCollection<HostBatch> ahead, CancellationToken stop)
    {
        try
        {
            using var cursor = _data.GetRowCursor([.. _frames.Columns, .. _labels], random);
            var frames = _frames.Columns.Select(column => PixelColumn.Open(cursor, column)).ToArray();
            var labels = _labels.Select((column, t) => PixelColumn.Open(cursor, column, _tasks[t])).ToArray();
            int pixels = _frames.Height * _frames.Width;
            bool more = cursor.MoveNext();
            while (more)
            {
                var batch = _pool.TryTake(out var used) ? used : NewBatch();
                Array.Clear(batch.IsLabelled);
                for (batch.Rows = 0; more && batch.Rows < _batchSize; batch.Rows++, more = cursor.MoveNext())
                {
                    for (int s = 0; s < frames.Length; s++)
                        frames[s].Read(batch.Frames, (batch.Rows * frames.Length + s) * 3 * pixels);
                    for (int t = 0; t < labels.Length; t++)
                        batch.IsLabelled[t] |= labels[t].Read(batch.Labels[t], batch.Rows * pixels);
                }
                ahead.Add(batch, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The consumer left early: nothing is waiting for the rest.
        }
        finally
        {
            ahead.CompleteAdding();
        }
    }

    private HostBatch NewBatch()
    {
        int pixels = _batchSize * _frames.Height * _frames.Width;
        return new HostBatch
        {
            Frames = Array.CreateInstance(_frames.ItemType.RawType, pixels * 3 * _frames.Columns.Count),
            Labels = [.. _tasks.Select(task => Array.CreateInstance(task.ItemType.RawType, pixels))],
            IsLabelled = new bool[_tasks.Count],
        };
    }
}

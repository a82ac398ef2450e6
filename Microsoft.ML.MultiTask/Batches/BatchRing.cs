using System.Runtime.ExceptionServices;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>
/// A ring of host batches between loader threads and one consumer. Thread t fills the rows t, t + threads, t + 2 threads and so on; the
/// consumer takes the batches in the order of the rows, and releases each so that it is filled again. An error replaces the batch that its row
/// is in, or ends it: then the rows before the error are delivered as a shorter batch. Thread-safe.
/// </summary>
internal sealed class BatchRing(IReadOnlyList<HostBatch> batches, int batchSize, int threads, bool endsBatchAtError)
{
    private readonly object _gate = new();
    private readonly long[] _next = [.. Enumerable.Range(0, threads).Select(thread => (long)thread)];     // each thread's next row
    private long _released;                                         // batches that the consumer has taken and released
    private long? _rows;                                            // rows of the data, known when a thread has reached the end
    private (long Row, ExceptionDispatchInfo Exception)? _error;    // the first by row
    private bool _isStopped;

    /// <summary>A loader thread waits until the batch of a row is free.</summary>
    /// <returns>The batch; null if loading was stopped or failed at an earlier row, and the thread must end.</returns>
    /// <exception cref="InvalidOperationException">Another thread's cursor had fewer rows.</exception>
    internal HostBatch? WaitForBatch(int thread, long row)
    {
        lock (_gate)
        {
            while (!IsOver(row) && !(_rows <= row) && row / batchSize >= _released + batches.Count)
                Monitor.Wait(_gate);
            if (!IsOver(row))
            {
                if (_rows <= row)
                    throw Differing(_rows.Value, $"at least {row + 1}");
                return batches[(int)(row / batchSize % batches.Count)];
            }
            _next[thread] = long.MaxValue;
            Monitor.PulseAll(_gate);
            return null;
        }
    }

    /// <summary>A loader thread has filled its place of a row.</summary>
    internal void Filled(int thread, long row) => Change(() => _next[thread] = row + threads);

    /// <summary>A loader thread has reached the end of the data.</summary>
    /// <exception cref="InvalidOperationException">Another thread's cursor had another number of rows.</exception>
    internal void Ended(int thread, long rows) => Change(() =>
    {
        if (_rows is { } other && other != rows)
            throw Differing(other, $"{rows}");
        _rows = rows;
        _next[thread] = long.MaxValue;
    });

    /// <summary>A loader thread has failed at a row, and ends.</summary>
    internal void Failed(int thread, long row, Exception exception) => Change(() =>
    {
        if (_error is not { } earlier || row < earlier.Row)
            _error = (row, ExceptionDispatchInfo.Capture(exception));
        _next[thread] = long.MaxValue;
    });

    /// <summary>Makes the loader threads and the consumer end.</summary>
    internal void Stop() => Change(() => _isStopped = true);

    /// <summary>The consumer waits for the next batch, and raises a loader thread's exception in the order of the rows.</summary>
    /// <returns>The batch, the consumer's until <see cref="Release"/>; null after the last one and after <see cref="Stop"/>.</returns>
    internal HostBatch? Take()
    {
        lock (_gate)
        {
            long first = _released * batchSize, end = first + batchSize;
            while (!_isStopped && _next.Min() < (_rows < end ? long.MaxValue : Math.Min(end, _error?.Row ?? end)))
                Monitor.Wait(_gate);
            if (_isStopped)
                return null;
            if (_error is { } error && (error.Row < end || _rows < end))
            {
                end = Math.Min(error.Row, _rows ?? error.Row);
                if (!endsBatchAtError || end <= first)
                    error.Exception.Throw();
            }
            if (_rows <= first)
                return null;
            var batch = batches[(int)(_released % batches.Count)];
            batch.Rows = (int)(Math.Min(end, _rows ?? end) - first);
            return batch;
        }
    }

    /// <summary>Frees the batch that was taken last for the loader threads.</summary>
    internal void Release() => Change(() =>
    {
        var batch = batches[(int)(_released % batches.Count)];
        Array.Clear(batch.IsLabelled);
        batch.Doubt = null;
        _released++;
    });

    /// <summary>Changes the state, and wakes the threads that wait for it.</summary>
    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }

    private static InvalidOperationException Differing(long rows, string others) => new(
        $"Two cursors over the data had different numbers of rows, one {rows} and another {others}: data that is not the same for every cursor needs "
        + "LoaderThreads = 1.");

    private bool IsOver(long row) => _isStopped || _error?.Row <= row;
}

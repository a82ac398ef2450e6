using System.Runtime.ExceptionServices;

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>
/// The batches of one pass over the rows while several threads fill them, thread t the rows t, t + threads, t + 2 threads and so on,
/// and one takes them in order.
/// </summary>
/// <param name="batches">Batches that are filled in turn, again and again.</param>
/// <param name="batchSize">Rows of a batch.</param>
/// <param name="threads">Threads that fill.</param>
internal sealed class BatchAssembly(IReadOnlyList<HostBatch> batches, int batchSize, int threads)
{
    private readonly object _gate = new();
    private readonly long[] _next = [.. Enumerable.Range(0, threads).Select(thread => (long)thread)];     // the row that each is at
    private long _taken;                                            // batches that were taken and given back
    private long? _rows;                                            // in the pass, as soon as a thread has come to its end
    private (long Row, ExceptionDispatchInfo Exception)? _failure;
    private bool _isStopped;

    /// <summary>Waits until a row's batch may be filled.</summary>
    /// <returns>The batch; null where nobody wants the row any more, and the thread is to end.</returns>
    /// <exception cref="InvalidOperationException">Another thread saw fewer rows.</exception>
    internal HostBatch? BatchFor(int thread, long row)
    {
        lock (_gate)
        {
            while (!IsOver(row) && !(_rows <= row) && row / batchSize >= _taken + batches.Count)
                Monitor.Wait(_gate);
            if (!IsOver(row))
            {
                CheckRows(!(_rows <= row));
                return batches[(int)(row / batchSize % batches.Count)];
            }
            _next[thread] = long.MaxValue;
            Monitor.PulseAll(_gate);
            return null;
        }
    }

    /// <summary>A thread has filled a row.</summary>
    internal void Filled(int thread, long row)
    {
        lock (_gate)
        {
            _next[thread] = row + threads;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A thread has come to the end of the rows.</summary>
    /// <exception cref="InvalidOperationException">Another one saw more rows, or fewer.</exception>
    internal void Ended(int thread, long rows)
    {
        lock (_gate)
        {
            CheckRows((_rows ?? rows) == rows);
            _rows = rows;
            _next[thread] = long.MaxValue;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A thread could not read a row, and has ended.</summary>
    internal void Failed(int thread, long row, Exception exception)
    {
        lock (_gate)
        {
            if (_failure is not { } earlier || row < earlier.Row)
                _failure = (row, ExceptionDispatchInfo.Capture(exception));
            _next[thread] = long.MaxValue;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nobody wants any more rows.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the next batch. An exception comes where one thread alone would have met it: after the batches before.</summary>
    /// <returns>The batch; null after the last one.</returns>
    internal HostBatch? Take()
    {
        lock (_gate)
        {
            long first = _taken * batchSize, end = first + batchSize;
            while (_next.Min() < (_rows < end ? long.MaxValue : Math.Min(end, _failure?.Row ?? end)))
                Monitor.Wait(_gate);
            if (_failure is { } failure && (failure.Row < end || _rows < end))
                failure.Exception.Throw();
            if (_rows <= first)
                return null;
            var batch = batches[(int)(_taken % batches.Count)];
            batch.Rows = (int)Math.Min(batchSize, (_rows ?? long.MaxValue) - first);
            return batch;
        }
    }

    /// <summary>The batch that was taken last may be filled again.</summary>
    internal void GiveBack()
    {
        lock (_gate)
        {
            Array.Clear(batches[(int)(_taken % batches.Count)].IsLabelled);
            _taken++;
            Monitor.PulseAll(_gate);
        }
    }

    private static void CheckRows(bool agree)
    {
        if (!agree)
            throw new InvalidOperationException(
                "The data gave one thread fewer rows than another: data that is not the same for every cursor must be read with LoaderThreads = 1.");
    }

    private bool IsOver(long row) => _isStopped || _failure?.Row <= row;
}

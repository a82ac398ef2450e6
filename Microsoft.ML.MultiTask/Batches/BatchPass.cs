namespace Microsoft.ML.MultiTask.Batches;

/// <summary>One pass over the data: loader threads read a few batches ahead of the consumer. Owns the cursors and the batches.</summary>
internal sealed class BatchPass : IDisposable
{
    private readonly IReadOnlyList<RowReader> _readers;             // one for each loader thread
    private readonly IReadOnlyList<HostBatch> _batches;
    private readonly int _batchSize;
    private readonly long _skippedRows;
    private readonly Action<string>? _doubted;
    private readonly BatchRing _ring;
    private Task[]? _loaders;
    private bool _isHolding;                                        // a batch that the consumer has not released
    private volatile bool _isCancelled;
    private bool _isDisposed;

    internal BatchPass(
        IReadOnlyList<RowReader> readers, IReadOnlyList<HostBatch> batches, int batchSize, bool endsBatchAtError, long skippedRows = 0,
        Action<string>? doubted = null)
    {
        (_readers, _batches, _batchSize, _skippedRows, _doubted) = (readers, batches, batchSize, skippedRows, doubted);
        _ring = new BatchRing(batches, batchSize, readers.Count, endsBatchAtError);
    }

    /// <summary>Starts the loader threads, unless they run.</summary>
    /// <returns>This pass.</returns>
    internal BatchPass Start()
    {
        _loaders ??= [.. Enumerable.Range(0, _readers.Count).Select(thread => Task.Factory.StartNew(
            () => Load(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        return this;
    }

    /// <summary>The next batch; starts the loader threads if need be. Raises what a loader thread raised.</summary>
    /// <returns>The batch, valid until the next call; null at the end of the data and after <see cref="Cancel"/>.</returns>
    internal HostBatch? Next()
    {
        Start();
        if (_isHolding) _ring.Release();
        _isHolding = false;
        var batch = _ring.Take();
        _isHolding = batch is not null;
        if (batch?.Doubt is { } doubt) _doubted?.Invoke(doubt);
        return batch;
    }

    /// <summary>The remaining batches, each valid until the next one.</summary>
    /// <param name="cancellation">Ends them, also while the next one is waited for.</param>
    internal IEnumerable<HostBatch> Batches(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(Cancel);
        while (Next() is { } batch)
            yield return batch;
    }

    /// <summary>Stops the loader threads, closes the cursors and frees the batches.</summary>
    /// <remarks>
    /// Waits for rows that are being read, except after <see cref="Cancel"/>: a cache that is being filled can take minutes to give its first
    /// row. Then the last loader thread frees everything.
    /// </remarks>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _ring.Stop();
        var loaded = Task.WhenAll(_loaders ?? []);
        if (_isCancelled && !loaded.IsCompleted)
        {
            loaded.ContinueWith(_ => Free(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return;
        }
        loaded.Wait();
        Free();
    }

    private void Cancel()
    {
        _isCancelled = true;
        _ring.Stop();
    }

    private void Free()
    {
        foreach (var reader in _readers)
            reader.Dispose();
        foreach (var batch in _batches)
            batch.Dispose();
    }

    private void Load(int thread)
    {
        var reader = _readers[thread];
        long row = 0;
        try
        {
            for (long skipped = 0; skipped < _skippedRows && reader.MoveNext();)
                skipped++;
            for (; reader.MoveNext(); row++)
            {
                if (row % _readers.Count != thread) continue;
                if (_ring.WaitForBatch(thread, row) is not { } batch) return;
                reader.Read(batch, (int)(row % _batchSize));
                _ring.Filled(thread, row);
            }
            _ring.Ended(thread, row);
        }
        catch (Exception exception)                                 // raised where the consumer takes the row's batch
        {
            _ring.Failed(thread, row, exception);
        }
    }
}

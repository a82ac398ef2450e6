namespace Microsoft.ML.MultiTask.Batches;

/// <summary>One pass over the data: loader threads read a few batches ahead of the consumer. Owns the cursors and the batches.</summary>
internal sealed class BatchPass : IDisposable
{
    private readonly IReadOnlyList<RowReader> _readers;             // one for each loader thread
    private readonly IReadOnlyList<HostBatch> _batches;
    private readonly int _batchSize;
    private readonly Action<string>? _doubted;
    private readonly BatchRing _ring;
    private Task[]? _loaders;
    private bool _isHolding;                                        // a batch that the consumer has not released
    private bool _isDisposed;

    internal BatchPass(IReadOnlyList<RowReader> readers, IReadOnlyList<HostBatch> batches, int batchSize, bool endsBatchAtError, Action<string>? doubted = null)
    {
        (_readers, _batches, _batchSize, _doubted) = (readers, batches, batchSize, doubted);
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
    /// <returns>The batch, valid until the next call; null at the end of the data.</returns>
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
    internal IEnumerable<HostBatch> Batches()
    {
        while (Next() is { } batch)
            yield return batch;
    }

    /// <summary>Stops the loader threads, closes the cursors and frees the batches. Waits for rows that are being read.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _ring.Stop();
        Task.WaitAll(_loaders ?? []);
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

namespace Microsoft.ML.MultiTask.Batches;

/// <summary>
/// One pass over the rows of a <see cref="BatchReader"/>, under way from its start: its threads read a few batches ahead.
/// </summary>
internal sealed class BatchPass : IDisposable
{
    private readonly IReadOnlyList<HostBatch> _batches;
    private readonly BatchAssembly _assembly;
    private readonly Task[] _reading;

    /// <param name="batches">What is filled in turn; owned.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    /// <param name="threads">Threads that fill.</param>
    /// <param name="fill">What each of them does.</param>
    internal BatchPass(IReadOnlyList<HostBatch> batches, int batchSize, int threads, Action<BatchAssembly, int> fill)
    {
        _batches = batches;
        _assembly = new BatchAssembly(batches, batchSize, threads);
        _reading = [.. Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () => fill(_assembly, thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    /// <summary>The batches, once: each is valid until the next one is asked for.</summary>
    internal IEnumerable<HostBatch> Batches()
    {
        while (_assembly.Take() is { } batch)
        {
            yield return batch;
            _assembly.GiveBack();
        }
    }

    /// <summary>Stops reading, and frees the batches.</summary>
    public void Dispose()
    {
        _assembly.Stop();
        Task.WaitAll(_reading);                                     // the cursors are closed before the data can go away
        foreach (var batch in _batches)
            batch.Dispose();
    }
}

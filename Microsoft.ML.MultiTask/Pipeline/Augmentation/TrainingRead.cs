namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>An epoch of a training whose rows are being read; rows that are read outside of one are not augmented.</summary>
/// <remarks>
/// It reaches the transforms through any views between them and the trainer, because it flows with the thread that opens cursors and with the threads
/// that it starts.
/// </remarks>
internal sealed class TrainingRead : IDisposable
{
    private static readonly AsyncLocal<TrainingRead?> s_current = new();
    private int _mappings;

    private TrainingRead(int seed, int epoch) => (Seed, Epoch) = (seed, epoch);

    /// <summary>The read that this thread takes part in; null outside of training.</summary>
    internal static TrainingRead? Current => s_current.Value;

    internal int Seed { get; }

    internal int Epoch { get; }

    /// <summary>Mappings of Augment transforms that were opened for it.</summary>
    internal int Mappings => Volatile.Read(ref _mappings);

    /// <summary>Begins to read; <see cref="Dispose"/> ends it for this thread, but not for threads that were started meanwhile.</summary>
    internal static TrainingRead Begin(int seed, int epoch) => s_current.Value = new TrainingRead(seed, epoch);

    internal void CountMapping() => Interlocked.Increment(ref _mappings);

    public void Dispose() => s_current.Value = null;
}

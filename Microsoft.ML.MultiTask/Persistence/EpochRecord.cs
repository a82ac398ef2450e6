namespace Microsoft.ML.MultiTask;

/// <summary>What an epoch of training did: one row of the <see cref="TrainingHistory"/>.</summary>
public sealed record EpochRecord
{
    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps taken.</summary>
    public int Steps { get; init; }

    /// <summary>
    /// Each task's training loss by task name, the mean over the steps that it took part in; NaN where it took part in none.
    /// </summary>
    public IReadOnlyDictionary<string, double> Losses { get; init; } = new Dictionary<string, double>();

    /// <summary>Each task's effective weight by task name, likewise.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>Each task's validation loss by task name; empty without a validation set.</summary>
    public IReadOnlyDictionary<string, double> ValidationLosses { get; init; } = new Dictionary<string, double>();

    /// <summary>Each task's validation metrics by task name and metric name; empty without a validation set.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> ValidationMetrics { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, double>>();

    /// <summary>The learning rate of the epoch's last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Seconds that the epoch took, validation included.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds of these in which training waited for batches: near 0 where <c>LoaderThreads</c> keep up.</summary>
    public double WaitSeconds { get; init; }
}

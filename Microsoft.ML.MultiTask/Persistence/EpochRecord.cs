namespace Microsoft.ML.MultiTask;

/// <summary>The results of one epoch: a row of the <see cref="TrainingHistory"/>.</summary>
public sealed record EpochRecord
{
    /// <summary>The epoch's index, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Number of optimizer steps.</summary>
    public int Steps { get; init; }

    /// <summary>Number of steps left out because a loss or a gradient was not finite: nothing was moved by them.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>Each task's mean training loss by task name, over the steps in which it had labels; NaN if there were none.</summary>
    public IReadOnlyDictionary<string, double> Losses { get; init; } = new Dictionary<string, double>();

    /// <summary>Each task's mean effective weight by task name, over the same steps.</summary>
    public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

    /// <summary>Each task's validation loss by task name; empty without a validation set.</summary>
    public IReadOnlyDictionary<string, double> ValidationLosses { get; init; } = new Dictionary<string, double>();

    /// <summary>Each task's validation metrics by task name and metric name; empty without a validation set.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> ValidationMetrics { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, double>>();

    /// <summary>The learning rate of the epoch's last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Duration of the epoch, including validation, seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Time in which training waited for batches, seconds: near 0 if <c>LoaderThreads</c> is sufficient.</summary>
    public double WaitSeconds { get; init; }
}

namespace Microsoft.ML.MultiTask.Training;

/// <summary>What an epoch has done so far.</summary>
internal sealed record EpochProgress
{
    internal EpochProgress(int taskCount) : this(new TaskMeans(taskCount), new TaskMeans(taskCount)) { }

    [System.Text.Json.Serialization.JsonConstructor]
    public EpochProgress(TaskMeans losses, TaskMeans weights) => (Losses, Weights) = (losses, weights);

    public TaskMeans Losses { get; }

    public TaskMeans Weights { get; }

    /// <summary>Rows read.</summary>
    public long Rows { get; set; }

    /// <summary>Optimizer steps taken.</summary>
    public int Steps { get; set; }

    /// <summary>Steps left out because a loss or a gradient was not finite.</summary>
    public int SkippedSteps { get; set; }

    public double LearningRate { get; set; }

    public double Seconds { get; set; }

    public double WaitSeconds { get; set; }

    internal EpochRecord ToRecord(int epoch, IReadOnlyList<DenseTask> tasks, ValidationResult? validation) => new()
    {
        Epoch = epoch,
        Steps = Steps,
        SkippedSteps = SkippedSteps,
        Losses = Losses.ByName(tasks),
        Weights = Weights.ByName(tasks),
        ValidationLosses = validation?.Losses ?? new Dictionary<string, double>(),
        ValidationMetrics = validation?.Metrics ?? new Dictionary<string, IReadOnlyDictionary<string, double>>(),
        LearningRate = LearningRate,
        Seconds = Seconds,
        WaitSeconds = WaitSeconds,
    };
}

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>One of several trainings to compare.</summary>
public sealed record ComparedRun
{
    /// <summary>The name of the multi-task strategy; runs of the same name are averaged.</summary>
    public required string Strategy { get; init; }

    /// <summary>The run's seed.</summary>
    public int Seed { get; init; }

    /// <summary>The training history.</summary>
    public required TrainingHistory History { get; init; }

    /// <summary>Metrics on held-out rows, by task name and metric name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Metrics { get; init; }

    /// <summary>Seconds per training step.</summary>
    public double SecondsPerStep { get; init; }
}

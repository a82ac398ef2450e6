namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>One training among several that are compared.</summary>
public sealed record ComparedRun
{
    /// <summary>How the tasks shared the network; runs of the same name are averaged.</summary>
    public required string Strategy { get; init; }

    /// <summary>The run's seed.</summary>
    public int Seed { get; init; }

    /// <summary>How training went.</summary>
    public required TrainingHistory History { get; init; }

    /// <summary>What the trained network reaches on rows that it was not trained on, by task name and metric name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Metrics { get; init; }

    /// <summary>Seconds that a training step took.</summary>
    public double SecondsPerStep { get; init; }
}

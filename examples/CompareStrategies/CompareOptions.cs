using Microsoft.ML.MultiTask;

/// <summary>What decides a run beside its strategy and seed; kept in each run's file, so that a finished run is known again.</summary>
internal sealed record CompareOptions
{
    /// <summary>A folder of sequences as SYNTHIA has them; null for generated streets.</summary>
    public string? Data { get; init; }

    public int Sequences { get; init; }

    public int FramesPerSequence { get; init; }

    public int Height { get; init; }

    public int Width { get; init; }

    public EncoderArchitecture Encoder { get; init; }

    public int Epochs { get; init; }

    public int BatchSize { get; init; }

    public double LearningRate { get; init; }

    public double ValidationFraction { get; init; }

    public string? Device { get; init; }

    public int Threads { get; init; }

    /// <summary>Rows of the data: one more frame is other data.</summary>
    public long Rows { get; init; }
}

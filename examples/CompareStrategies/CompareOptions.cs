using Microsoft.ML.MultiTask;

/// <summary>The options that, besides strategy and seed, identify a run; saved with each run to recognise finished ones.</summary>
internal sealed record CompareOptions
{
    /// <summary>A folder of sequences in SYNTHIA's layout; null for generated streets.</summary>
    public string? Data { get; init; }

    public int Sequences { get; init; }

    public int FramesPerSequence { get; init; }

    public int Height { get; init; }

    public int Width { get; init; }

    public EncoderArchitecture Encoder { get; init; } = EncoderArchitecture.ResNet18;

    public int Epochs { get; init; }

    public int BatchSize { get; init; }

    public double LearningRate { get; init; }

    public double ValidationFraction { get; init; }

    public string? Device { get; init; }

    public int Threads { get; init; }

    /// <summary>The number of rows, so that changed data is noticed.</summary>
    public long Rows { get; init; }
}

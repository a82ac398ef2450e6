using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask;

/// <summary>What decides the trained model; kept beside it, so that a finished run is known again.</summary>
internal sealed record DemoOptions
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>The folder of the data; null for generated streets.</summary>
    public string? Data { get; init; }

    /// <summary>Classes of the data's segmentation; null for those that its layout usually has.</summary>
    public int? Classes { get; init; }

    public int Sequences { get; init; }

    public int FramesPerSequence { get; init; }

    public int Height { get; init; }

    public int Width { get; init; }

    public int Streams { get; init; }

    public EncoderArchitecture Encoder { get; init; }

    public EncoderPrecision Precision { get; init; }

    public CombinerChoice Combiner { get; init; }

    public int Epochs { get; init; }

    public int BatchSize { get; init; }

    public double LearningRate { get; init; }

    public double ValidationFraction { get; init; }

    public int Seed { get; init; }

    public string? Device { get; init; }

    public int Threads { get; init; }

    /// <summary>Rows of the data: one more frame is other data.</summary>
    public long Rows { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}

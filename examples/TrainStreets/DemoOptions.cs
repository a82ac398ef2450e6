using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.MultiTask;

/// <summary>The options that identify a trained model; saved with it so that a finished run is recognised.</summary>
internal sealed record DemoOptions
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>The folder of the data; null for generated streets.</summary>
    public string? Data { get; init; }

    /// <summary>Segmentation classes of the data; null for the usual ones of its layout.</summary>
    public int? Classes { get; init; }

    public int Sequences { get; init; }

    public int FramesPerSequence { get; init; }

    public int Height { get; init; }

    public int Width { get; init; }

    public int Streams { get; init; }

    public EncoderArchitecture Encoder { get; init; } = EncoderArchitecture.ResNet18;

    /// <summary>Whether the encoder starts from ImageNet weights.</summary>
    public bool IsPretrained { get; init; }

    public double EncoderLearningRateFactor { get; init; } = 1;

    public EncoderPrecision Precision { get; init; }

    public CombinerChoice Combiner { get; init; }

    public bool Augments { get; init; }

    public int Epochs { get; init; }

    public int BatchSize { get; init; }

    public double LearningRate { get; init; }

    public double ValidationFraction { get; init; }

    public int Seed { get; init; }

    public string? Device { get; init; }

    public int Threads { get; init; }

    /// <summary>The number of rows, so that changed data is noticed.</summary>
    public long Rows { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}

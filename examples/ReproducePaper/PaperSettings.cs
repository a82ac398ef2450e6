using Microsoft.ML.MultiTask;

/// <summary>The settings that, besides method and seed, identify a run; saved with each run to recognise finished ones.</summary>
internal sealed record PaperSettings
{
    public PaperDataSet Data { get; init; }

    /// <summary>Sequences of generated streets; null for the other data sets.</summary>
    public int? Sequences { get; init; }

    /// <summary>Frames of each generated sequence; null for the other data sets.</summary>
    public int? FramesPerSequence { get; init; }

    /// <summary>The season of SYNTHIA's sequences; null for the other data sets.</summary>
    public string? Season { get; init; }

    /// <summary>The share of labelled rows to hold out if the data set has no labelled validation split; else null.</summary>
    public double? ValidationFraction { get; init; }

    /// <summary>Distance from a row's frame back to its second one, -1 for the next frame; null for streets, where it is 1.</summary>
    public int? Stride { get; init; }

    /// <summary>The folder of third-party motion labels; null for none.</summary>
    public string? MotionFolder { get; init; }

    /// <summary>The end of their file names; null for the reader's default.</summary>
    public string? MotionSuffix { get; init; }

    public int Height { get; init; } = 224;

    public int Width { get; init; } = 384;

    public EncoderArchitecture Encoder { get; init; } = EncoderArchitecture.ResNet50;

    public EncoderLayout Layout { get; init; } = EncoderLayout.Keras;

    public int Epochs { get; init; } = 50;

    public int BatchSize { get; init; } = 4;

    public double LearningRate { get; init; } = 3e-4;

    public bool HasCosineSchedule { get; init; }

    /// <summary>Units per metre of the depth decoder's output.</summary>
    public double DepthScale { get; init; } = 100;

    /// <summary>Where the depth loss turns from quadratic to linear, in these units.</summary>
    public double HuberDelta { get; init; } = 250;

    /// <summary>The weight of moving pixels in the motion loss; that of static ones is 1.</summary>
    public double MovingWeight { get; init; } = 1;

    public double DwaTemperature { get; init; } = 2;

    public string? Device { get; init; }

    public int Threads { get; init; }

    /// <summary>The number of training rows, so that changed data is noticed.</summary>
    public long TrainingRows { get; init; }

    public long HeldOutRows { get; init; }
}

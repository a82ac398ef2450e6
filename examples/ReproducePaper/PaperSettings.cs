using Microsoft.ML.MultiTask;

/// <summary>What decides a run beside its method and seed; kept in each run's file, so that a finished run is known again.</summary>
internal sealed record PaperSettings
{
    public PaperDataSet Data { get; init; }

    /// <summary>Sequences of generated streets; null for the other data sets.</summary>
    public int? Sequences { get; init; }

    /// <summary>Frames of each generated sequence; null for the other data sets.</summary>
    public int? FramesPerSequence { get; init; }

    /// <summary>The season of SYNTHIA's sequences; null for the other data sets.</summary>
    public string? Season { get; init; }

    /// <summary>The share of the labelled rows that is held out where the data set has no labelled validation split; else null.</summary>
    public double? ValidationFraction { get; init; }

    /// <summary>Distance from a row's frame back to its second one, -1 for the frame after; null for streets, where it is 1.</summary>
    public int? Stride { get; init; }

    /// <summary>The folder of motion labels by others; null for none.</summary>
    public string? MotionFolder { get; init; }

    /// <summary>What the names of those labels end in; null for the reader's default.</summary>
    public string? MotionSuffix { get; init; }

    public int Height { get; init; } = 224;

    public int Width { get; init; } = 384;

    public EncoderArchitecture Encoder { get; init; } = EncoderArchitecture.ResNet50;

    public EncoderLayout Layout { get; init; } = EncoderLayout.Keras;

    public int Epochs { get; init; } = 50;

    public int BatchSize { get; init; } = 4;

    public double LearningRate { get; init; } = 3e-4;

    public bool HasCosineSchedule { get; init; }

    /// <summary>Units of the depth decoder's output in a metre.</summary>
    public double DepthScale { get; init; } = 100;

    /// <summary>Where the depth loss turns from quadratic to linear, in those units.</summary>
    public double HuberDelta { get; init; } = 250;

    /// <summary>What a moving pixel counts for in the motion loss, beside 1 for a static one.</summary>
    public double MovingWeight { get; init; } = 1;

    public double DwaTemperature { get; init; } = 2;

    public string? Device { get; init; }

    public int Threads { get; init; }

    /// <summary>Rows to train on: one more is other data.</summary>
    public long TrainingRows { get; init; }

    public long HeldOutRows { get; init; }
}

namespace Microsoft.ML.MultiTask;

/// <summary>What <see cref="MultiTaskStreetsExtensions.GenerateStreets"/> renders.</summary>
/// <remarks>Two runs with equal options give equal pixels and labels on every machine, whatever <see cref="Threads"/> is.</remarks>
public sealed record StreetsOptions
{
    /// <summary>A drive of this time needs a few kilometres of road, all laid out in memory.</summary>
    private const double MaximumSeconds = 300;

    /// <summary>Independent drives, each with its own roads, houses, traffic and light.</summary>
    /// <value>1 … 10,000; default 8.</value>
    public int Sequences { get; init; } = 8;

    /// <summary>Consecutive frames of each sequence.</summary>
    /// <value>1 … 2,000, and no more than 300 seconds at <see cref="FramesPerSecond"/>; default 40.</value>
    public int FramesPerSequence { get; init; } = 40;

    /// <summary>Pixels across.</summary>
    /// <value>16 … 4,096; default 384.</value>
    public int Width { get; init; } = 384;

    /// <summary>Pixels down.</summary>
    /// <value>16 … 4,096; default 224.</value>
    public int Height { get; init; } = 224;

    /// <summary>Chooses the worlds: sequence k of a seed is the same however many sequences are rendered.</summary>
    /// <value>Any integer; default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Frames in a second of the world.</summary>
    /// <value>1 … 60; default 10.</value>
    public double FramesPerSecond { get; init; } = 10;

    /// <summary>Horizontal angle of view, degrees.</summary>
    /// <value>30 … 110; default 75.</value>
    public double FieldOfViewDegrees { get; init; } = 75;

    /// <summary>Standard deviation of the camera's noise, in 8-bit levels, independent in every pixel, colour and frame.</summary>
    /// <value>0 … 20; default 2.</value>
    public double NoiseStandardDeviation { get; init; } = 2;

    /// <summary>How many cars there are, as a multiple of a usual street's.</summary>
    /// <value>0 … 2; default 1.</value>
    public double TrafficDensity { get; init; } = 1;

    /// <summary>How many people there are, as a multiple of a usual street's.</summary>
    /// <value>0 … 4; default 1.</value>
    public double PedestrianDensity { get; init; } = 1;

    /// <summary>Sequences rendered at the same time. Changes nothing in the result.</summary>
    /// <value>0 … 256, 0 for one per processor; default 0.</value>
    public int Threads { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value lies outside its documented range.</exception>
    internal void Validate()
    {
        Check(Sequences, 1, 10_000, nameof(Sequences));
        Check(FramesPerSequence, 1, 2_000, nameof(FramesPerSequence));
        Check(FramesPerSecond, 1, 60, nameof(FramesPerSecond));
        if (FramesPerSequence / FramesPerSecond > MaximumSeconds)
        {
            throw new ArgumentOutOfRangeException(
                nameof(FramesPerSequence),
                FormattableString.Invariant($"'FramesPerSequence' must cover at most {MaximumSeconds} seconds, but {FramesPerSequence} ")
                + FormattableString.Invariant($"frames at {FramesPerSecond} per second cover {FramesPerSequence / FramesPerSecond}."));
        }
        Check(Width, 16, 4_096, nameof(Width));
        Check(Height, 16, 4_096, nameof(Height));
        Check(FieldOfViewDegrees, 30, 110, nameof(FieldOfViewDegrees));
        Check(NoiseStandardDeviation, 0, 20, nameof(NoiseStandardDeviation));
        Check(TrafficDensity, 0, 2, nameof(TrafficDensity));
        Check(PedestrianDensity, 0, 4, nameof(PedestrianDensity));
        Check(Threads, 0, 256, nameof(Threads));
    }

    private static void Check(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name,
                FormattableString.Invariant($"'{name}' must be between {least} and {most}, but was {value}."));
        }
    }
}

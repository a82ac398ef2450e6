namespace Microsoft.ML.MultiTask;

/// <summary>Options of <see cref="MultiTaskStreetsExtensions.GenerateStreets"/>.</summary>
/// <remarks>Equal options give equal pixels and labels on every machine, with any number of <see cref="Threads"/>.</remarks>
public sealed record StreetsOptions
{
    /// <summary>A drive of this length needs a few kilometres of road, all of it in memory.</summary>
    private const double MaximumSeconds = 300;

    /// <summary>Independent drives, each with its own roads, houses, traffic and light.</summary>
    /// <value>1 … 10,000; default 8.</value>
    public int Sequences { get; init; } = 8;

    /// <summary>Consecutive frames of each sequence.</summary>
    /// <value>1 … 2,000, and no more than 300 seconds at <see cref="FramesPerSecond"/>; default 40.</value>
    public int FramesPerSequence { get; init; } = 40;

    /// <summary>Width of the frames, pixels.</summary>
    /// <value>16 … 4,096; default 384.</value>
    public int Width { get; init; } = 384;

    /// <summary>Height of the frames, pixels.</summary>
    /// <value>16 … 4,096; default 224.</value>
    public int Height { get; init; } = 224;

    /// <summary>Seeds the worlds. Sequence k of a seed does not depend on the number of sequences.</summary>
    /// <value>Any integer; default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Frames per second of simulated time.</summary>
    /// <value>1 … 60; default 10.</value>
    public double FramesPerSecond { get; init; } = 10;

    /// <summary>Horizontal angle of view, degrees.</summary>
    /// <value>30 … 110; default 75.</value>
    public double FieldOfViewDegrees { get; init; } = 75;

    /// <summary>Standard deviation of the camera noise in 8-bit levels, independent per pixel, colour and frame.</summary>
    /// <value>0 … 20; default 2.</value>
    public double NoiseStandardDeviation { get; init; } = 2;

    /// <summary>Number of cars, relative to a usual street.</summary>
    /// <value>0 … 2; default 1.</value>
    public double TrafficDensity { get; init; } = 1;

    /// <summary>Number of people, relative to a usual street.</summary>
    /// <value>0 … 4; default 1.</value>
    public double PedestrianDensity { get; init; } = 1;

    /// <summary>Sequences rendered concurrently. The result does not depend on it.</summary>
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

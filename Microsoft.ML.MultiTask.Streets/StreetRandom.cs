namespace Microsoft.ML.MultiTask.Streets;

/// <summary>SplitMix64: a small random generator with the same stream on every machine and .NET version.</summary>
/// <remarks>Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, figure 16 (the SplittableRandom
/// mixer).</remarks>
internal sealed class StreetRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>An independent stream for part <paramref name="index"/> of a job with seed <paramref name="seed"/>.</summary>
    public static StreetRandom For(int seed, int index) =>
        new(new StreetRandom((ulong)(uint)seed * 0x9E3779B97F4A7C15UL + (uint)index).Next());

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Range(double low, double high) => low + (high - low) * Unit();

    /// <summary>Uniform in [low, high).</summary>
    public float Range(float low, float high) => low + (high - low) * (float)Unit();

    /// <summary>Uniform over 0 … count - 1.</summary>
    public int Below(int count) => (int)(Unit() * count);

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];
}

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>A generator whose numbers are a function of the parts of its key, on every machine.</summary>
/// <remarks>Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014; the mixing function is Stafford's variant 13.</remarks>
internal struct SplitMix64
{
    private ulong _state;

    internal SplitMix64(params ReadOnlySpan<ulong> key)
    {
        foreach (ulong part in key)
            _state = Mix((_state + 0x9E3779B97F4A7C15) ^ part);
    }

    internal ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Evenly from 0 to below 1, of 53 bits.</summary>
    internal double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

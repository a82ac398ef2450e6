namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), whose state is two of a session's numbers.</summary>
/// <param name="state">The high and the low 32 bits of the state, as whole numbers; advanced by every draw.</param>
internal sealed class CombinerRandom(double[] state)
{
    internal ulong Next()
    {
        var z = ((ulong)state[0] << 32 | (ulong)state[1]) + 0x9E3779B97F4A7C15UL;
        (state[0], state[1]) = (z >> 32, (uint)z);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    internal double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller, 1958).</summary>
    internal double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>The numbers from 0 to n-1 other than i, in random order (Fisher and Yates).</summary>
    internal int[] ShuffledOthers(int i, int n)
    {
        int[] order = [.. Enumerable.Range(0, n).Where(other => other != i)];
        for (var last = order.Length - 1; last > 0; last--)
        {
            var drawn = (int)(Unit() * (last + 1));
            (order[last], order[drawn]) = (order[drawn], order[last]);
        }
        return order;
    }
}

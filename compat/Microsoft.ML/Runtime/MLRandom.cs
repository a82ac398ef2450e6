namespace Microsoft.ML.Runtime;

/// <summary>
/// Three Tausworthe generators and a linear congruential one, combined by exclusive or.
/// Source: Howes and Thomas, "Efficient Random Number Generation and Application Using CUDA", GPU Gems 3 (2007), chapter 37;
/// seeded by rounds of Murmur3, so that a seed gives the numbers it gives in ML.NET.
/// </summary>
internal sealed class MLRandom : Random
{
    private uint _z1;
    private uint _z2;
    private uint _z3;
    private uint _lcg;

    public MLRandom(uint seed)
    {
        _z1 = seed;
        _z2 = Murmur3.Round(_z1, seed);
        _z3 = Murmur3.Round(_z2, seed);
        _lcg = Murmur3.Round(_z3, seed);
    }

    public MLRandom(Random seeds)
    {
        _z1 = TauswortheSeed(seeds);
        _z2 = TauswortheSeed(seeds);
        _z3 = TauswortheSeed(seeds);
        _lcg = Word(seeds);
    }

    public static MLRandom Create(int? seed) => seed.HasValue ? new MLRandom((uint)seed.Value) : new MLRandom(new Random());

    /// <summary>[0, 1), 23 random bits.</summary>
    public override float NextSingle() => (NextWord() >> 9) * (1f / (1 << 23));

    /// <summary>[0, 1), 32 random bits.</summary>
    public override double NextDouble() => NextWord() * (1.0 / 4294967296.0);

    public override int Next()
    {
        uint word = NextWord();
        return (int)(word + (word & 0x80000000u));
    }

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)(((ulong)NextWord() * (ulong)maxValue) >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)((long)(NextDouble() * ((long)maxValue - minValue)) + minValue);
    }

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    public override void NextBytes(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i++) buffer[i] = (byte)Next();
    }

    /// <summary>0..count-1 in random order.</summary>
    public static int[] Permutation(Random random, int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (int i = 0; i < count; i++)
        {
            int other = i + random.Next(count - i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    public uint NextWord()
    {
        _z1 = Tausworthe(_z1, 13, 19, 12, ~0x1u);
        _z2 = Tausworthe(_z2, 2, 25, 4, ~0x7u);
        _z3 = Tausworthe(_z3, 3, 11, 17, ~0xfu);
        _lcg = (1664525 * _lcg) + 1013904223;
        return _z1 ^ _z2 ^ _z3 ^ _lcg;
    }

    private static uint Tausworthe(uint z, int s1, int s2, int s3, uint mask) => ((z & mask) << s3) ^ (((z << s1) ^ z) >> s2);

    private static uint TauswortheSeed(Random seeds)
    {
        uint word;
        do word = Word(seeds);
        while (word < 128);   // smaller states would be masked to zero
        return word;
    }

    private static uint Word(Random seeds) => ((uint)seeds.Next(0x10000) << 16) | (uint)seeds.Next(0x10000);
}

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>A histogram of depths of any range, with percentiles exact to 1/100,000 of their value.</summary>
/// <remarks>
/// A bin holds the floats that share the 16 leading bits of the mantissa, rounded, so 16-bit samples of 1/256 metre each have a bin of
/// their own. The bins of an octave take half a megabyte and are allocated when first needed.
/// </remarks>
internal sealed class DepthHistogram
{
    private const int DroppedBits = 7;                      // of the mantissa's 23 bits
    private const int BinsPerOctave = 1 << 16;

    private readonly long[]?[] _octaves = new long[]?[256];

    /// <summary>The number of depths counted.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest depth, metres; infinite if there is none.</summary>
    public float Minimum { get; private set; } = float.PositiveInfinity;

    /// <summary>The largest depth, metres; 0 if there is none.</summary>
    public float Maximum { get; private set; }

    /// <summary>Counts a depth.</summary>
    /// <param name="meters">Positive and finite.</param>
    public void Add(float meters)
    {
        var bin = (BitConverter.SingleToUInt32Bits(meters) + (1u << (DroppedBits - 1))) >> DroppedBits;
        var octave = _octaves[bin / BinsPerOctave] ??= new long[BinsPerOctave];
        octave[bin % BinsPerOctave]++;
        Count++;
        Minimum = Math.Min(Minimum, meters);
        Maximum = Math.Max(Maximum, meters);
    }

    /// <summary>Adds the counts of another histogram.</summary>
    public void Add(DepthHistogram other)
    {
        for (var i = 0; i < _octaves.Length; i++)
        {
            if (other._octaves[i] is not { } counted)
                continue;
            var octave = _octaves[i] ??= new long[BinsPerOctave];
            for (var j = 0; j < octave.Length; j++)
                octave[j] += counted[j];
        }
        Count += other.Count;
        Minimum = Math.Min(Minimum, other.Minimum);
        Maximum = Math.Max(Maximum, other.Maximum);
    }

    /// <summary>The smallest depth that is not exceeded by at least <paramref name="share"/> of the counted ones, metres.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    public float Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < _octaves.Length; i++)
        {
            for (var j = 0; j < (_octaves[i]?.Length ?? 0); j++)
            {
                rank -= _octaves[i]![j];
                if (rank <= 0)
                    return Math.Clamp(BitConverter.UInt32BitsToSingle((uint)((i * BinsPerOctave) + j) << DroppedBits), Minimum, Maximum);
            }
        }
        return float.NaN;
    }
}

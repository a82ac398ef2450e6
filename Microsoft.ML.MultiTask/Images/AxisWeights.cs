namespace Microsoft.ML.MultiTask.Images;

/// <summary>The source pixels that contribute to each target pixel along one axis, and their weights.</summary>
/// <remarks>
/// Shrinking averages over the source interval that a target pixel covers, with partial weights at its ends. Enlarging interpolates linearly between
/// the two nearest source centres and repeats the edge beyond the outermost ones. Equal sizes copy. The weights of a target pixel sum to 1.
/// </remarks>
internal sealed class AxisWeights
{
    private readonly int[] _starts;
    private readonly float[] _weights;

    public AxisWeights(int source, int target)
    {
        (Source, Target) = (source, target);
        Taps = Math.Min(source, source > target ? (source + target - 1) / target + 1 : 2);
        _starts = new int[target];
        _weights = new float[target * Taps];
        for (var i = 0; i < target; i++)
        {
            if (source > target)
                Average(i);
            else
                Interpolate(i);
        }
    }

    public int Source { get; }

    public int Target { get; }

    /// <summary>Number of source pixels read per target pixel; some weights can be 0.</summary>
    public int Taps { get; }

    /// <summary>The first source pixel of target pixel <paramref name="i"/>; all of them are inside the source.</summary>
    public int Start(int i) => _starts[i];

    /// <summary>The weights of target pixel <paramref name="i"/>, <see cref="Taps"/> of them.</summary>
    public ReadOnlySpan<float> Weights(int i) => _weights.AsSpan(i * Taps, Taps);

    // In units of 1/Target of a source pixel: target pixel i covers [i * Source, (i + 1) * Source), source pixel j covers
    // [j * Target, (j + 1) * Target).
    private void Average(int i)
    {
        var (from, to) = ((long)i * Source, (i + 1L) * Source);
        _starts[i] = Math.Min((int)(from / Target), Source - Taps);
        for (var k = 0; k < Taps; k++)
        {
            var pixel = (_starts[i] + k) * (long)Target;
            _weights[(i * Taps) + k] = Math.Max(0, Math.Min(to, pixel + Target) - Math.Max(from, pixel)) / (float)Source;
        }
    }

    private void Interpolate(int i)
    {
        var center = Math.Clamp((((i + 0.5) * Source) / Target) - 0.5, 0, Source - 1);
        _starts[i] = Math.Min((int)center, Source - Taps);
        var fraction = (float)(center - _starts[i]);
        _weights[i * Taps] = 1 - fraction;
        if (Taps == 2)
            _weights[(i * Taps) + 1] = fraction;
    }
}

namespace Microsoft.ML.MultiTask.Images;

/// <summary>Which source pixels make up each target pixel along one axis, and how much of each.</summary>
/// <remarks>
/// Shrinking averages over the source interval that a target pixel covers, its ends counted in part. Enlarging interpolates linearly
/// between the two nearest source centres; beyond the outermost centres the edge repeats. Equal sizes copy. Weights of a target pixel add
/// up to 1.
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

    /// <summary>Source pixels that every target pixel reads; some weigh nothing.</summary>
    public int Taps { get; }

    /// <summary>The first source pixel of target pixel <paramref name="i"/>; the last one it reads is inside the source too.</summary>
    public int Start(int i) => _starts[i];

    /// <summary>The weights of target pixel <paramref name="i"/>, <see cref="Taps"/> of them.</summary>
    public ReadOnlySpan<float> Weights(int i) => _weights.AsSpan(i * Taps, Taps);

    // In units of 1/Target of a source pixel: the target pixel covers [i * Source, (i + 1) * Source), source pixel j [j * Target, (j + 1) *
    // Target).
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

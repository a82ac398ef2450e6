namespace Microsoft.ML.Data;

/// <summary>Along one axis, the four source pixels that each target pixel is made of, and their weights.
/// Source: Mitchell and Netravali, "Reconstruction Filters in Computer Graphics", SIGGRAPH 1988, equation 8 with B = C = 1/3.</summary>
internal sealed class CubicTaps
{
    private readonly int[] _indices;
    private readonly float[] _weights;

    /// <param name="sourceSize">Pixels of the source.</param>
    /// <param name="start">The target pixel that the source begins at; may be negative.</param>
    /// <param name="scaledSize">Target pixels that the source is scaled to.</param>
    /// <param name="size">Pixels of the target.</param>
    public CubicTaps(int sourceSize, int start, int scaledSize, int size)
    {
        Size = size;
        First = Math.Clamp(start, 0, size);
        End = Math.Clamp(start + scaledSize, First, size);
        _indices = new int[4 * size];
        _weights = new float[4 * size];
        for (int target = First; target < End; target++)
        {
            float position = ((target + 0.5f - start) * sourceSize / scaledSize) - 0.5f;
            int left = (int)MathF.Floor(position);
            for (int tap = 0; tap < 4; tap++)
            {
                _indices[(4 * target) + tap] = Math.Clamp(left - 1 + tap, 0, sourceSize - 1);
                _weights[(4 * target) + tap] = Weight(MathF.Abs(position - (left - 1 + tap)));
            }
        }
    }

    /// <summary>Pixels of the target.</summary>
    public int Size { get; }

    /// <summary>The first target pixel that the source covers.</summary>
    public int First { get; }

    /// <summary>One past the last target pixel that the source covers.</summary>
    public int End { get; }

    public int Index(int target, int tap) => _indices[(4 * target) + tap];

    public float Weight(int target, int tap) => _weights[(4 * target) + tap];

    private static float Weight(float x) => x < 1 ? ((7 * x * x * x) - (12 * x * x) + (16f / 3)) / 6
        : x < 2 ? ((-7f / 3 * x * x * x) + (12 * x * x) - (20 * x) + (32f / 3)) / 6
        : 0;
}

namespace Microsoft.ML.Data;

/// <summary>Along one axis, the source pixels that each target pixel is made of, and their weights.</summary>
internal sealed class AxisTaps
{
    private readonly int[] _indices;
    private readonly float[] _weights;

    /// <param name="sourceSize">Pixels of the source.</param>
    /// <param name="start">The target pixel that the source begins at; may be negative.</param>
    /// <param name="scaledSize">Target pixels that the source is scaled to.</param>
    /// <param name="size">Pixels of the target.</param>
    /// <param name="isCubic">Four taps of a cubic, or else two, linearly.</param>
    public AxisTaps(int sourceSize, int start, int scaledSize, int size, bool isCubic)
    {
        Size = size;
        First = Math.Clamp(start, 0, size);
        End = Math.Clamp(start + scaledSize, First, size);
        Count = isCubic ? 4 : 2;
        _indices = new int[Count * size];
        _weights = new float[Count * size];
        for (int target = First; target < End; target++)
        {
            float position = ((target + 0.5f - start) * sourceSize / scaledSize) - 0.5f;
            int first = (int)MathF.Floor(position) - (Count / 2) + 1;
            for (int tap = 0; tap < Count; tap++)
            {
                float distance = MathF.Abs(position - (first + tap));
                _indices[(Count * target) + tap] = Math.Clamp(first + tap, 0, sourceSize - 1);
                _weights[(Count * target) + tap] = isCubic ? Cubic(distance) : Math.Max(0, 1 - distance);
            }
        }
    }

    /// <summary>Pixels of the target.</summary>
    public int Size { get; }

    /// <summary>The first target pixel that the source covers.</summary>
    public int First { get; }

    /// <summary>One past the last target pixel that the source covers.</summary>
    public int End { get; }

    /// <summary>Taps of each target pixel.</summary>
    public int Count { get; }

    public int Index(int target, int tap) => _indices[(Count * target) + tap];

    public float Weight(int target, int tap) => _weights[(Count * target) + tap];

    // Mitchell and Netravali, "Reconstruction Filters in Computer Graphics", SIGGRAPH 1988, equation 8 with B = C = 1/3.
    private static float Cubic(float x) => x < 1 ? ((7 * x * x * x) - (12 * x * x) + (16f / 3)) / 6
        : x < 2 ? ((-7f / 3 * x * x * x) + (12 * x * x) - (20 * x) + (32f / 3)) / 6
        : 0;
}

using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>The nearest primitive at each sample of a grid.</summary>
/// <remarks>Samples lie at (column + offset, row + offset). A greater value is nearer: 1/z for the camera, height towards the sun for
/// shadows.</remarks>
internal sealed class VisibilityBuffer(int width, int height, float offset)
{
    public const int None = -1;

    private readonly float[] _left = new float[height];
    private readonly float[] _right = new float[height];

    public int Width { get; } = width;

    public int Height { get; } = height;

    public float Offset { get; } = offset;

    public float[] Nearness { get; } = new float[width * height];

    public int[] Primitive { get; } = new int[width * height];

    public void Clear(float farthest)
    {
        Array.Fill(Nearness, farthest);
        Array.Fill(Primitive, None);
    }

    /// <summary>
    /// Fills a convex polygon whose nearness is a x + b y + c at image point (x, y). Neighbours that share an edge neither overlap nor
    /// leave gaps.
    /// </summary>
    public void Fill(ReadOnlySpan<Vector2> points, Vector3 plane, int primitive)
    {
        var (top, bottom) = (float.MaxValue, float.MinValue);
        foreach (var point in points)
        {
            (top, bottom) = (MathF.Min(top, point.Y), MathF.Max(bottom, point.Y));
        }
        var first = Math.Max(0, FirstAt(top));
        var last = Math.Min(Height, FirstAt(bottom));
        if (first >= last)
        {
            return;
        }
        _left.AsSpan(first, last - first).Fill(float.MaxValue);
        _right.AsSpan(first, last - first).Fill(float.MinValue);
        for (var i = 0; i < points.Length; i++)
        {
            Edge(points[i], points[i + 1 == points.Length ? 0 : i + 1], first, last);
        }
        for (var row = first; row < last; row++)
        {
            var from = Math.Max(0, FirstAt(_left[row]));
            var to = Math.Min(Width, FirstAt(_right[row]));
            if (from < to)
            {
                Span(row, from, to, plane, primitive);
            }
        }
    }

    private void Span(int row, int from, int to, Vector3 plane, int primitive)
    {
        var nearness = Nearness.AsSpan(row * Width, Width);
        var primitives = Primitive.AsSpan(row * Width, Width);
        var start = plane.Y * (row + Offset) + plane.Z;
        for (var column = from; column < to; column++)
        {
            var value = plane.X * (column + Offset) + start;
            if (value > nearness[column])
            {
                nearness[column] = value;
                primitives[column] = primitive;
            }
        }
    }

    /// <summary>
    /// Extends the spans of the rows that an edge crosses. Both polygons at an edge compute its crossings from the same two points in the
    /// same order.
    /// </summary>
    private void Edge(Vector2 a, Vector2 b, int first, int last)
    {
        if (a.Y > b.Y || (a.Y == b.Y && a.X > b.X))
        {
            (a, b) = (b, a);
        }
        var from = Math.Max(first, FirstAt(a.Y));
        var to = Math.Min(last, FirstAt(b.Y));
        var slope = (b.X - a.X) / (b.Y - a.Y);
        for (var row = from; row < to; row++)
        {
            var x = a.X + (row + Offset - a.Y) * slope;
            _left[row] = MathF.Min(_left[row], x);
            _right[row] = MathF.Max(_right[row], x);
        }
    }

    /// <summary>The first sample at or after an image coordinate.</summary>
    private int FirstAt(float coordinate) => (int)Math.Clamp(MathF.Ceiling(coordinate - Offset), -1f, 65536f);
}

using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>Builds a <see cref="StreetMesh"/> from faces, boxes, rods and balls.</summary>
internal sealed class MeshBuilder
{
    private readonly List<Vector3> _vertices = [];
    private readonly List<int> _corners = [];
    private readonly List<MeshFace> _faces = [];
    private readonly List<MeshBall> _balls = [];

    public StreetMesh Build() => new([.. _vertices], [.. _corners], [.. _faces], [.. _balls]);

    public void Ball(Vector3 centre, float radius, StreetMaterial material) => _balls.Add(new MeshBall(centre, radius, material));

    /// <summary>A flat convex face whose normal points away from <paramref name="inside"/>; slivers are dropped.</summary>
    public void Face(StreetMaterial material, Vector3 inside, params ReadOnlySpan<Vector3> points)
    {
        var normal = StreetMath.Cross(points[1] - points[0], points[2] - points[0]);
        if (StreetMath.Dot(normal, normal) < 1e-10f && points.Length > 3)
        {
            normal = StreetMath.Cross(points[2] - points[0], points[3] - points[0]);
        }
        if (StreetMath.Dot(normal, normal) < 1e-10f)
        {
            return;
        }
        normal = StreetMath.Unit(normal);
        if (StreetMath.Dot(normal, points[0] - inside) < 0f)
        {
            normal = -normal;
        }
        var first = _corners.Count;
        foreach (var point in points)
        {
            _corners.Add(_vertices.Count);
            _vertices.Add(point);
        }
        _faces.Add(new MeshFace(first, points.Length, normal, material));
    }

    /// <summary>Four points that need not lie in one plane: two triangles.</summary>
    public void Patch(StreetMaterial material, Vector3 inside, Vector3 a, Vector3 b, Vector3 c, Vector3 d)
    {
        var normal = StreetMath.Cross(b - a, c - a);
        var lift = StreetMath.Dot(normal, d - a);
        if (lift * lift <= 1e-8f * StreetMath.Dot(normal, normal))
        {
            Face(material, inside, a, b, c, d);
            return;
        }
        Face(material, inside, a, b, c);
        Face(material, inside, a, c, d);
    }

    /// <summary>An upright box standing at a height, without its bottom.</summary>
    public void Box(StreetMaterial material, Vector3 centreOfBottom, Vector3 size, StreetMaterial? top = null)
    {
        var (hx, hz) = (0.5f * size.X, 0.5f * size.Z);
        var (low, high) = (centreOfBottom, centreOfBottom + new Vector3(0f, size.Y, 0f));
        var inside = 0.5f * (low + high);
        Span<Vector3> bottom =
        [
            low + new Vector3(-hx, 0f, -hz), low + new Vector3(hx, 0f, -hz), low + new Vector3(hx, 0f, hz), low + new Vector3(-hx, 0f, hz),
        ];
        Vector3 up = new(0f, size.Y, 0f);
        for (var i = 0; i < 4; i++)
        {
            var j = (i + 1) & 3;
            Face(material, inside, bottom[i], bottom[j], bottom[j] + up, bottom[i] + up);
        }
        Face(top ?? material, inside, bottom[0] + up, bottom[1] + up, bottom[2] + up, bottom[3] + up);
    }

    /// <summary>A tapering rod between two points.</summary>
    public void Rod(StreetMaterial material, Vector3 from, Vector3 to, float fromRadius, float toRadius, int sides = 6)
    {
        var axis = StreetMath.Unit(to - from);
        var across = StreetMath.Unit(StreetMath.Cross(axis, MathF.Abs(axis.Y) > 0.8f ? Vector3.UnitZ : Vector3.UnitY));
        var over = StreetMath.Cross(axis, across);
        var inside = 0.5f * (from + to);
        Span<Vector3> bottom = stackalloc Vector3[sides];
        Span<Vector3> top = stackalloc Vector3[sides];
        for (var i = 0; i < sides; i++)
        {
            var (sin, cos) = StreetMath.SinCos(6.283185307 * (i + 0.5) / sides);
            var ring = across * (float)cos + over * (float)sin;
            (bottom[i], top[i]) = (from + ring * fromRadius, to + ring * toRadius);
        }
        for (var i = 0; i < sides; i++)
        {
            var j = (i + 1) % sides;
            Face(material, inside, bottom[i], bottom[j], top[j], top[i]);
        }
        Face(material, inside, top);
        Face(material, inside, bottom);
    }

    /// <summary>Joins a row of rings with equal numbers of points, and closes both ends.</summary>
    public void Loft(StreetMaterial material, IReadOnlyList<Vector3[]> rings)
    {
        for (var r = 0; r + 1 < rings.Count; r++)
        {
            var (a, b) = (rings[r], rings[r + 1]);
            var inside = (a.Aggregate(Vector3.Zero, (x, y) => x + y) + b.Aggregate(Vector3.Zero, (x, y) => x + y)) / (2f * a.Length);
            for (var i = 0; i < a.Length; i++)
            {
                var j = (i + 1) % a.Length;
                Patch(material, inside, a[i], a[j], b[j], b[i]);
            }
        }
        var middle = rings[rings.Count / 2].Aggregate(Vector3.Zero, (x, y) => x + y) / rings[0].Length;
        Face(material, middle, rings[0]);
        Face(material, middle, rings[^1]);
    }
}

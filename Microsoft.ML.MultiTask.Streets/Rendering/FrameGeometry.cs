using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.MultiTask.Streets.Models;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>The faces and balls in front of the camera in one frame, projected into the image.</summary>
internal sealed class FrameGeometry(int width, int height)
{
    private const float Near = 0.15f;
    private const float MinimumCosine = 1e-6f;

    private readonly List<Primitive> _primitives = [];
    private readonly List<Polygon> _polygons = [];
    private readonly List<Vector2> _points = [];
    private readonly List<Vector3> _corners = [];
    private readonly List<Vector3> _clipped = [];
    private StreetCamera _camera = null!;

    public Primitive this[int index] => _primitives[index];

    public void Build(StreetWorld world, StreetCamera camera)
    {
        _camera = camera;
        _primitives.Clear();
        _polygons.Clear();
        _points.Clear();
        foreach (var thing in world.Objects)
        {
            if (thing.IsPresent && InView(camera.ToCamera(thing.Position), thing.Mesh.Radius))
            {
                Add(thing);
            }
        }
    }

    public void Draw(VisibilityBuffer buffer)
    {
        var points = CollectionsMarshal.AsSpan(_points);
        foreach (ref readonly var polygon in CollectionsMarshal.AsSpan(_polygons))
        {
            buffer.Fill(points.Slice(polygon.First, polygon.Count), polygon.Plane, polygon.Primitive);
        }
        for (var i = 0; i < _primitives.Count; i++)
        {
            if (_primitives[i].Ball.W > 0f)
            {
                DrawBall(buffer, i);
            }
        }
    }

    private bool InView(Vector3 centre, float radius)
    {
        var (slopeX, slopeY) = (_camera.CentreX / _camera.Focal, _camera.CentreY / _camera.Focal);
        return centre.Z > -radius
            && MathF.Abs(centre.X) - slopeX * centre.Z < radius * MathF.Sqrt(1f + slopeX * slopeX)
            && MathF.Abs(centre.Y) - slopeY * centre.Z < radius * MathF.Sqrt(1f + slopeY * slopeY);
    }

    private void Add(StreetObject thing)
    {
        var mesh = thing.Mesh;
        for (var f = 0; f < mesh.Faces.Length; f++)
        {
            ref readonly var face = ref mesh.Faces[f];
            var normal = thing.Turn(face.Normal);
            var first = thing.ToWorld(mesh.Vertices[mesh.Corners[face.FirstCorner]]);
            if (StreetMath.Dot(normal, first - _camera.Position) >= 0f)
            {
                continue;
            }
            _corners.Clear();
            for (var c = 0; c < face.CornerCount; c++)
            {
                _corners.Add(_camera.ToCamera(thing.ToWorld(mesh.Vertices[mesh.Corners[face.FirstCorner + c]])));
            }
            AddFace(thing, f, normal, face.Material);
        }
        for (var b = 0; b < mesh.Balls.Length; b++)
        {
            var ball = mesh.Balls[b];
            var centre = _camera.ToCamera(thing.ToWorld(ball.Centre));
            if (centre.Z > ball.Radius + Near && InView(centre, ball.Radius))
            {
                _primitives.Add(new Primitive(thing, b, ball.Material, default, new Vector4(centre, ball.Radius)));
            }
        }
    }

    private void AddFace(StreetObject thing, int index, Vector3 normal, StreetMaterial material)
    {
        Vector3 cameraNormal = new(StreetMath.Dot(normal, _camera.Right), StreetMath.Dot(normal, _camera.Up),
            StreetMath.Dot(normal, _camera.Forward));
        var offset = StreetMath.Dot(cameraNormal, _corners[0]);
        if (offset > -MinimumCosine)
        {
            return;
        }
        ClipNear();
        if (_clipped.Count < 3)
        {
            return;
        }
        var first = _points.Count;
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var corner in _clipped)
        {
            var scale = _camera.Focal / corner.Z;
            Vector2 point = new(_camera.CentreX + corner.X * scale, _camera.CentreY - corner.Y * scale);
            (low, high) = (Vector2.Min(low, point), Vector2.Max(high, point));
            _points.Add(point);
        }
        if (high.X < 0f || high.Y < 0f || low.X > width || low.Y > height)
        {
            _points.RemoveRange(first, _points.Count - first);
            return;
        }
        // 1/z over the image: n·ray / n·corner with ray = ((x - cx)/f, (cy - y)/f, 1).
        var inverse = cameraNormal * (1f / offset);
        var (a, b) = (inverse.X / _camera.Focal, -inverse.Y / _camera.Focal);
        Vector3 plane = new(a, b, inverse.Z - a * _camera.CentreX - b * _camera.CentreY);
        _polygons.Add(new Polygon(first, _points.Count - first, plane, _primitives.Count));
        _primitives.Add(new Primitive(thing, index, material, normal, default));
    }

    private void ClipNear()
    {
        _clipped.Clear();
        for (var i = 0; i < _corners.Count; i++)
        {
            var (a, b) = (_corners[i], _corners[i + 1 == _corners.Count ? 0 : i + 1]);
            if (a.Z >= Near)
            {
                _clipped.Add(a);
            }
            if (a.Z >= Near != b.Z >= Near)
            {
                _clipped.Add(a + (b - a) * ((Near - a.Z) / (b.Z - a.Z)));
            }
        }
    }

    private void DrawBall(VisibilityBuffer buffer, int primitive)
    {
        var (thing, material, ball) = (_primitives[primitive].Thing, _primitives[primitive].Material, _primitives[primitive].Ball);
        Vector3 centre = new(ball.X, ball.Y, ball.Z);
        var (nearest, farthest) = (_camera.Focal / (ball.Z - ball.W), _camera.Focal / (ball.Z + ball.W));
        var (left, right) = Extent(ball.X, ball.W, nearest, farthest);
        var (down, up) = Extent(ball.Y, ball.W, nearest, farthest);
        var from = Math.Max(0, (int)MathF.Ceiling(_camera.CentreX + left - buffer.Offset));
        var to = Math.Min(buffer.Width - 1, (int)MathF.Floor(_camera.CentreX + right - buffer.Offset));
        var top = Math.Max(0, (int)MathF.Ceiling(_camera.CentreY - up - buffer.Offset));
        var bottom = Math.Min(buffer.Height - 1, (int)MathF.Floor(_camera.CentreY - down - buffer.Offset));
        var c = StreetMath.Dot(centre, centre) - ball.W * ball.W;
        for (var row = top; row <= bottom; row++)
        {
            var y = (_camera.CentreY - row - buffer.Offset) / _camera.Focal;
            for (var column = from; column <= to; column++)
            {
                var x = (column + buffer.Offset - _camera.CentreX) / _camera.Focal;
                var a = x * x + y * y + 1f;
                var b = x * ball.X + y * ball.Y + ball.Z;
                var discriminant = b * b - a * c;
                var i = row * buffer.Width + column;
                if (discriminant <= 0f || a <= buffer.Nearness[i] * b)
                {
                    // Missed, or hidden by something in front of the ball's middle plane.
                    continue;
                }
                var root = MathF.Sqrt(discriminant);
                var z = (b - root) / a;
                if (material == StreetMaterial.Foliage && 1f / z > buffer.Nearness[i] && !Covered(thing, x, y, z, root / ball.W))
                {
                    // Through a hole in the front, the leaves of the far side are visible.
                    z = (b + root) / a;
                    z = 1f / z > buffer.Nearness[i] && Covered(thing, x, y, z, root / ball.W) ? z : float.PositiveInfinity;
                }
                if (1f / z > buffer.Nearness[i])
                {
                    buffer.Nearness[i] = 1f / z;
                    buffer.Primitive[i] = primitive;
                }
            }
        }
    }

    private bool Covered(StreetObject thing, float x, float y, float z, float facing)
    {
        var world = _camera.Position + _camera.Right * (x * z) + _camera.Up * (y * z) + _camera.Forward * z;
        return Foliage.Covers(thing.ToLocal(world), facing, z / _camera.Focal);
    }

    /// <summary>Bounds, in pixels from the image centre, of an extent of ±radius around an offset, for a range of depths.</summary>
    private static (float Low, float High) Extent(float offset, float radius, float nearest, float farthest) =>
        (MathF.Min((offset - radius) * nearest, (offset - radius) * farthest),
            MathF.Max((offset + radius) * nearest, (offset + radius) * farthest));

    private readonly record struct Polygon(int First, int Count, Vector3 Plane, int Primitive);
}

using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>A shadow map around the camera: heights along the sun's rays.</summary>
internal sealed class ShadowMap
{
    private const int Size = 640;
    private const float Texel = 0.125f;
    private const float Bias = 0.12f;

    /// <summary>The distance of the map's centre ahead of the camera, metres.</summary>
    private const float Lead = 30f;

    private readonly VisibilityBuffer _buffer = new(Size, Size, 0.5f);
    private readonly Vector2[] _points = new Vector2[32];
    private Vector3 _toSun;
    private Vector3 _right;
    private Vector3 _up;
    private float _left;
    private float _bottom;
    private bool _isOn;

    public void Build(StreetWorld world, StreetCamera camera)
    {
        // A sun behind clouds casts no visible shadow.
        _isOn = world.Light.Sun.X > 0.2f;
        if (!_isOn)
        {
            return;
        }
        _toSun = world.Light.ToSun;
        _right = StreetMath.Unit(StreetMath.Cross(Vector3.UnitY, _toSun));
        _up = StreetMath.Cross(_toSun, _right);
        // Snapped to whole texels, so that shadows do not crawl as the camera moves.
        var centre = camera.Position + camera.Forward * Lead;
        _left = (MathF.Floor(StreetMath.Dot(centre, _right) / Texel) - Size / 2) * Texel;
        _bottom = (MathF.Floor(StreetMath.Dot(centre, _up) / Texel) - Size / 2) * Texel;
        _buffer.Clear(-1e9f);
        foreach (var thing in world.Objects)
        {
            if (thing.IsPresent && IsNear(thing))
            {
                Draw(thing);
            }
        }
    }

    /// <summary>The share of sunlight that reaches a point, [0, 1].</summary>
    public float LightAt(Vector3 world, Vector3 normal)
    {
        if (!_isOn)
        {
            return 1f;
        }
        var point = world + normal * (1.5f * Texel);
        var (u, v) = ((StreetMath.Dot(point, _right) - _left) / Texel - 0.5f, (StreetMath.Dot(point, _up) - _bottom) / Texel - 0.5f);
        var (fu, fv) = (MathF.Floor(u), MathF.Floor(v));
        if (!(fu >= 0f && fv >= 0f && fu < Size - 1 && fv < Size - 1))
        {
            return 1f;
        }
        var height = StreetMath.Dot(point, _toSun) + Bias;
        var i = (int)fv * Size + (int)fu;
        var map = _buffer.Nearness;
        var (a, b) = (map[i] > height ? 0f : 1f, map[i + 1] > height ? 0f : 1f);
        var (c, d) = (map[i + Size] > height ? 0f : 1f, map[i + Size + 1] > height ? 0f : 1f);
        var (du, dv) = (u - fu, v - fv);
        var low = a + (b - a) * du;
        var light = low + (c + (d - c) * du - low) * dv;
        var border = MathF.Min(MathF.Min(u, Size - 1 - u), MathF.Min(v, Size - 1 - v));
        return border > 48f ? light : 1f + (light - 1f) * border * (1f / 48f);
    }

    private bool IsNear(StreetObject thing)
    {
        var (u, v) = (StreetMath.Dot(thing.Position, _right) - _left, StreetMath.Dot(thing.Position, _up) - _bottom);
        var r = thing.Mesh.Radius;
        return r < 100f && u > -r && v > -r && u < Size * Texel + r && v < Size * Texel + r;
    }

    private void Draw(StreetObject thing)
    {
        var mesh = thing.Mesh;
        foreach (ref readonly var face in mesh.Faces.AsSpan())
        {
            var normal = thing.Turn(face.Normal);
            var cosine = StreetMath.Dot(normal, _toSun);
            if (cosine <= 0.01f)
            {
                continue;
            }
            Vector3 first = default;
            for (var c = 0; c < face.CornerCount; c++)
            {
                var corner = thing.ToWorld(mesh.Vertices[mesh.Corners[face.FirstCorner + c]]);
                first = c == 0 ? corner : first;
                _points[c] = new Vector2((StreetMath.Dot(corner, _right) - _left) / Texel, (StreetMath.Dot(corner, _up) - _bottom) / Texel);
            }
            // The height h along the sun's ray, as a function over the map: n·(r u + u v + s h) is the same at every point of the face.
            var (a, b) = (-StreetMath.Dot(normal, _right) / cosine * Texel, -StreetMath.Dot(normal, _up) / cosine * Texel);
            var height = StreetMath.Dot(first, _toSun);
            _buffer.Fill(_points.AsSpan(0, face.CornerCount), new Vector3(a, b, height - a * _points[0].X - b * _points[0].Y), 0);
        }
        foreach (ref readonly var ball in mesh.Balls.AsSpan())
        {
            Draw(thing, ball);
        }
    }

    private void Draw(StreetObject thing, MeshBall ball)
    {
        var centre = thing.ToWorld(ball.Centre);
        var (u, v) = ((StreetMath.Dot(centre, _right) - _left) / Texel, (StreetMath.Dot(centre, _up) - _bottom) / Texel);
        var (height, radius) = (StreetMath.Dot(centre, _toSun), ball.Radius / Texel);
        for (var row = Math.Max(0, (int)(v - radius)); row <= Math.Min(Size - 1, (int)(v + radius)); row++)
        {
            for (var column = Math.Max(0, (int)(u - radius)); column <= Math.Min(Size - 1, (int)(u + radius)); column++)
            {
                var (du, dv) = (column + 0.5f - u, row + 0.5f - v);
                var rest = radius * radius - du * du - dv * dv;
                if (rest <= 0f)
                {
                    continue;
                }
                var rise = MathF.Sqrt(rest);
                var i = row * Size + column;
                var value = height + rise * Texel;
                if (value > _buffer.Nearness[i] && (ball.Material != StreetMaterial.Foliage || Leaf(thing, centre, du, dv, rise, radius)))
                {
                    _buffer.Nearness[i] = value;
                }
            }
        }
    }

    private bool Leaf(StreetObject thing, Vector3 centre, float du, float dv, float rise, float radius)
    {
        var world = centre + (_right * du + _up * dv + _toSun * rise) * Texel;
        return Foliage.Covers(thing.ToLocal(world), rise / radius, Texel);
    }
}

using System.Numerics;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>Ambient occlusion of the ground under cars and feet: a grid around the camera.</summary>
internal sealed class ContactShadows
{
    private const float Cell = 0.25f;
    private const int Size = 384;

    private readonly float[] _light = new float[Size * Size];
    private int _firstColumn;
    private int _firstRow;

    public void Build(StreetWorld world, StreetCamera camera)
    {
        var centre = camera.Position + camera.Forward * 36f;
        (_firstColumn, _firstRow) = ((int)MathF.Floor(centre.X / Cell) - Size / 2, (int)MathF.Floor(centre.Z / Cell) - Size / 2);
        Array.Fill(_light, 1f);
        foreach (var thing in world.Objects)
        {
            if (thing.Instance > 0 && thing.IsPresent)
            {
                Darken(thing);
            }
        }
    }

    /// <summary>The share of the sky's light that reaches a point of the ground, [0, 1].</summary>
    public float At(float x, float z)
    {
        var (u, v) = (x / Cell - 0.5f - _firstColumn, z / Cell - 0.5f - _firstRow);
        var (fu, fv) = (MathF.Floor(u), MathF.Floor(v));
        if (!(fu >= 0f && fv >= 0f && fu < Size - 1 && fv < Size - 1))
        {
            return 1f;
        }
        var i = (int)fv * Size + (int)fu;
        var (du, dv) = (u - fu, v - fv);
        var low = _light[i] + (_light[i + 1] - _light[i]) * du;
        var high = _light[i + Size] + (_light[i + Size + 1] - _light[i + Size]) * du;
        return low + (high - low) * dv;
    }

    private void Darken(StreetObject thing)
    {
        var (halfWidth, halfLength, depth, fade) = thing.Look.Car is { } car
            ? (car.HalfWidth - 0.15f, car.HalfLength - 0.15f, 0.85f, 0.9f)
            : (0.08f, 0.12f, 0.5f, 0.4f);
        var reach = halfLength + fade;
        var (u, v) = (thing.Position.X / Cell - _firstColumn, thing.Position.Z / Cell - _firstRow);
        var cells = (int)MathF.Ceiling(reach / Cell);
        for (var row = Math.Max(0, (int)v - cells); row <= Math.Min(Size - 1, (int)v + cells); row++)
        {
            for (var column = Math.Max(0, (int)u - cells); column <= Math.Min(Size - 1, (int)u + cells); column++)
            {
                Vector3 point = new((column + 0.5f + _firstColumn) * Cell, 0f, (row + 0.5f + _firstRow) * Cell);
                var local = thing.ToLocal(point);
                var (dx, dz) = (MathF.Max(0f, MathF.Abs(local.X) - halfWidth), MathF.Max(0f, MathF.Abs(local.Z) - halfLength));
                var away = MathF.Sqrt(dx * dx + dz * dz) / fade;
                if (away < 1f)
                {
                    _light[row * Size + column] *= 1f - depth * (1f - away) * (1f - away);
                }
            }
        }
    }
}

using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;
using Microsoft.ML.MultiTask.Streets.Rendering;

namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>A static or moving object.</summary>
internal sealed class StreetObject(StreetLook look)
{
    /// <summary>Objects slower than this count as static; metres per second.</summary>
    public const double MovingSpeed = 0.2;

    public StreetLook Look { get; } = look;

    /// <summary>The shape at a distance in metres along the object's path; rigid objects ignore the distance.</summary>
    public required Func<double, StreetMesh> Shape { get; init; }

    /// <summary>The path; null for static objects.</summary>
    public Trajectory? Trajectory { get; init; }

    /// <summary>
    /// Offset to the right of the path and rotation away from it (radians): nobody follows a line exactly.
    /// </summary>
    public (double Offset, double Turn) Wander { get; init; }

    /// <summary>1, 2, … for cars, people and bicycles; 0 for everything else.</summary>
    public ushort Instance { get; init; }

    /// <summary>The shape at the current position. A moving object has one after its first <see cref="MoveTo"/>.</summary>
    public StreetMesh Mesh { get; private set; } = null!;

    public Vector3 Position { get; private set; }

    /// <summary>Sine and cosine of the heading, clockwise from +z.</summary>
    public float Sin { get; private set; }

    public float Cos { get; private set; } = 1f;

    /// <summary>Whether it moved in the world since the previous frame.</summary>
    public bool IsMoving { get; private set; }

    /// <summary>Whether it is on its path: it has entered and not yet left.</summary>
    public bool IsPresent { get; private set; } = true;

    /// <summary>A static object at a height in metres.</summary>
    public static StreetObject Fixed(StreetMesh mesh, StreetLook look, CurvePoint place, float height = 0f)
    {
        var thing = new StreetObject(look) { Shape = _ => mesh };
        thing.Stand(place, height);
        thing.Mesh = mesh;
        return thing;
    }

    /// <summary>Moves an object to its position at a time in seconds; <paramref name="interval"/> is the time between frames.</summary>
    public void MoveTo(double time, double interval, RoadMap map)
    {
        if (Trajectory is null)
        {
            return;
        }
        var distance = Trajectory.DistanceAt(time);
        IsMoving = distance - Trajectory.DistanceAt(time - interval) > MovingSpeed * interval;
        IsPresent = distance >= 0 && distance <= Trajectory.Path.Length;
        var place = Place(distance);
        Stand(place, map.At((float)place.X, (float)place.Z).Edge > 0f ? GroundTracer.KerbHeight : 0f);
        Mesh = Shape(distance);
    }

    /// <summary>The position at a time in seconds.</summary>
    public CurvePoint PlaceAt(double time) =>
        Trajectory is null ? new CurvePoint(Position.X, Position.Z, Sin, Cos) : Place(Trajectory.DistanceAt(time));

    public Vector3 ToWorld(Vector3 v) => Position + Turn(v);

    public Vector3 Turn(Vector3 v) => new(v.X * Cos + v.Z * Sin, v.Y, v.Z * Cos - v.X * Sin);

    public Vector3 ToLocal(Vector3 world)
    {
        var v = world - Position;
        return new Vector3(v.X * Cos - v.Z * Sin, v.Y, v.X * Sin + v.Z * Cos);
    }

    private CurvePoint Place(double distance) => Trajectory!.Path.At(distance, Wander.Offset).Turned(Wander.Turn);

    private void Stand(CurvePoint place, float height)
    {
        Position = new Vector3((float)place.X, height, (float)place.Z);
        (Sin, Cos) = ((float)place.DirectionX, (float)place.DirectionZ);
    }
}

using System.Numerics;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>A pinhole camera without distortion: position, axes and focal length in pixels.</summary>
internal sealed record StreetCamera(Vector3 Position, Vector3 Right, Vector3 Up, Vector3 Forward, float Focal, float CentreX, float CentreY)
{
    private const double Height = 1.45;

    /// <summary>The camera of a frame: behind the windscreen of the car, with a slight pitch as it drives.</summary>
    public static StreetCamera At(StreetWorld world, int frame, StreetsOptions options)
    {
        var time = frame / world.FramesPerSecond;
        var distance = world.Camera.DistanceAt(time);
        var place = world.Camera.Path.At(distance);
        var nod = 0.0016 * (StreetMath.SinCos(distance * 0.9 + world.Seed % 7).Sin + StreetMath.SinCos(distance * 2.3).Sin);
        var (pitchSin, pitchCos) = StreetMath.SinCos(nod - 0.012);
        var bob = 0.006 * StreetMath.SinCos(distance * 1.3).Sin;
        Vector3 ahead = new((float)place.DirectionX, 0f, (float)place.DirectionZ);
        var forward = ahead * (float)pitchCos + Vector3.UnitY * (float)pitchSin;
        var up = Vector3.UnitY * (float)pitchCos - ahead * (float)pitchSin;
        Vector3 right = new((float)place.DirectionZ, 0f, (float)-place.DirectionX);
        Vector3 position = new((float)(place.X + 0.4 * place.DirectionX), (float)(Height + bob), (float)(place.Z + 0.4 * place.DirectionZ));
        return new StreetCamera(position, right, up, forward, FocalLength(options), 0.5f * options.Width, 0.5f * options.Height);
    }

    /// <summary>Focal length in pixels.</summary>
    public static float FocalLength(StreetsOptions options)
    {
        var (sin, cos) = StreetMath.SinCos(options.FieldOfViewDegrees * (3.141592653589793 / 360));
        return (float)(0.5 * options.Width * cos / sin);
    }

    public Vector3 ToCamera(Vector3 world)
    {
        var v = world - Position;
        return new Vector3(StreetMath.Dot(v, Right), StreetMath.Dot(v, Up), StreetMath.Dot(v, Forward));
    }

    /// <summary>The direction through a point of the image, in pixels, scaled to 1 m along the camera's axis.</summary>
    public Vector3 Ray(float x, float y) => Forward + Right * ((x - CentreX) / Focal) + Up * ((CentreY - y) / Focal);
}

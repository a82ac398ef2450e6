using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>Paint, glass, lamps and wheels of cars. Independent of whether the car moves.</summary>
internal static class CarMaterial
{
    private static readonly Vector3 s_black = new(0.018f);

    public static Surface Body(in SurfacePoint point)
    {
        var (shape, p, n) = (point.Look.Car!, point.Local, point.LocalNormal);
        var (x, soft) = (MathF.Abs(p.X), point.Footprint + 0.015f);
        var paint = point.Look.Colour;
        var gloss = 0.07f;
        var seam = MathF.Max(Seam(p.Z - shape.Glass.FrontHigh - 0.42f, soft), MathF.Max(Seam(p.Z + 0.28f, soft), Seam(p.Z + 1.25f, soft)));
        if (MathF.Abs(n.X) > 0.6f && p.Y > 0.34f)
        {
            paint *= 1f - 0.55f * seam * (1f - StreetMath.Smooth(shape.Belt - 0.05f, shape.Belt, p.Y));
            paint = StreetMath.Lerp(paint, s_black, WheelArch(shape, p, soft));
        }
        // Sills and bumpers' lower edges are dark plastic.
        paint = StreetMath.Lerp(paint, s_black, 1f - StreetMath.Smooth(0.30f - soft, 0.34f + soft, p.Y));
        var lampY = p.Z > 0f ? shape.Nose - 0.10f : shape.Belt - 0.24f;
        if (MathF.Abs(p.Z) > shape.HalfLength - 0.32f && p.Y < shape.Belt)
        {
            return End(point, shape, paint, x, lampY, soft);
        }
        return new Surface(paint, gloss);
    }

    public static Surface Glass(in SurfacePoint point)
    {
        var (shape, p, n) = (point.Look.Car!, point.Local, point.LocalNormal);
        var t = StreetMath.Saturate((p.Y - shape.Belt) / (shape.Roof - shape.Belt));
        var soft = MathF.Max(0.02f, point.Footprint);
        var rear = StreetMath.Lerp(shape.Glass.RearLow, shape.Glass.RearHigh, t);
        var front = StreetMath.Lerp(shape.Glass.FrontLow, shape.Glass.FrontHigh, t);
        float cover;
        if (MathF.Abs(n.X) > 0.5f)
        {
            var behind = StreetMath.Smooth(front - 0.10f - soft, front - 0.06f + soft, p.Z);
            var pillar = StreetMath.Strip(p.Z + 0.28f, 0.09f, soft);
            cover = StreetMath.Smooth(rear + 0.10f - soft, rear + 0.12f + soft, p.Z) * (1f - behind) * (1f - pillar);
        }
        else
        {
            var half = StreetMath.Lerp(0.90f * shape.HalfWidth, shape.RoofHalfWidth, t);
            cover = 1f - StreetMath.Smooth(half - 0.09f - soft, half - 0.05f + soft, MathF.Abs(p.X));
        }
        cover *= StreetMath.Smooth(0.02f - soft, 0.06f + soft, t) * (1f - StreetMath.Smooth(0.84f - soft, 0.90f + soft, t));
        // Seats and the far windows show dimly through the glass.
        var inside = 0.02f + 0.03f * StreetMath.Smooth(0.35f, 0.65f, NoiseTexture.At(p.Z * 1.4f, p.Y * 2f + p.X, 0f));
        return new Surface(StreetMath.Lerp(point.Look.Colour * 0.9f, new Vector3(inside), cover), StreetMath.Lerp(0.07f, 0.22f, cover));
    }

    public static Surface Wheel(in SurfacePoint point)
    {
        var (shape, p) = (point.Look.Car!, point.Local);
        var dz = MathF.Abs(p.Z) - shape.AxleOffset;
        var dy = p.Y - shape.WheelRadius;
        var r = MathF.Sqrt(dz * dz + dy * dy) / shape.WheelRadius;
        var rim = 1f - StreetMath.Smooth(0.62f, 0.70f, r);
        var hub = 1f - StreetMath.Smooth(0.10f, 0.16f, r);
        var ring = StreetMath.Smooth(0.36f, 0.44f, r) * (1f - StreetMath.Smooth(0.52f, 0.58f, r));
        return new Surface(new Vector3(0.02f + rim * (0.26f - 0.16f * ring + 0.1f * hub)), 0.1f * rim);
    }

    /// <summary>The gap around a door.</summary>
    private static float Seam(float z, float soft) => StreetMath.Strip(z, 0.025f, soft);

    private static float WheelArch(CarShape shape, Vector3 p, float soft)
    {
        var dz = MathF.Abs(p.Z) - shape.AxleOffset;
        var dy = p.Y - shape.WheelRadius;
        var arch = shape.WheelRadius + 0.07f;
        return 1f - StreetMath.Smooth(arch - soft, arch + soft, MathF.Sqrt(dz * dz + dy * dy));
    }

    /// <summary>The front or the back: lamps, grille or boot, and the number plate.</summary>
    private static Surface End(in SurfacePoint point, CarShape shape, Vector3 paint, float x, float lampY, float soft)
    {
        var p = point.Local;
        var isFront = p.Z > 0f;
        var (lampWidth, lampHeight) = isFront ? (0.38f, 0.15f) : (0.30f, 0.24f);
        var lamp = StreetMath.Strip(x - shape.HalfWidth + 0.26f, lampWidth, soft) * StreetMath.Strip(p.Y - lampY, lampHeight, soft);
        var plate = StreetMath.Strip(x, 0.52f, soft) * StreetMath.Strip(p.Y - (isFront ? 0.46f : 0.62f), 0.12f, soft);
        var grille = isFront ? StreetMath.Strip(x, 0.9f, soft) * StreetMath.Strip(p.Y - lampY + 0.02f, 0.13f, soft) : 0f;
        var bumper = StreetMath.Strip(p.Y - 0.38f, 0.12f, soft) * StreetMath.Strip(x, 1.2f, soft);
        var colour = StreetMath.Lerp(paint, s_black, MathF.Max(grille, 0.8f * bumper));
        colour = StreetMath.Lerp(colour, new Vector3(0.65f, 0.65f, 0.60f), plate);
        var lens = isFront ? new Vector3(0.62f, 0.63f, 0.64f) : new Vector3(0.35f, 0.02f, 0.02f);
        var glow = isFront ? Vector3.Zero : new Vector3(0.75f, 0.05f, 0.03f) * (lamp * point.Look.Lamps);
        return new Surface(StreetMath.Lerp(colour, lens, lamp), StreetMath.Lerp(0.07f, 0.15f, lamp), glow);
    }
}

using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>The class and the texture of every material that objects are made of.</summary>
internal static class ObjectMaterial
{
    private static readonly Vector3[] s_signals = [new(1f, 0.05f, 0.03f), new(1f, 0.5f, 0.03f), new(0.05f, 0.9f, 0.35f)];

    public static StreetClass ClassOf(StreetMaterial material, StreetLook look) => look.IsCyclist ? StreetClass.Bicycle : material switch
    {
        StreetMaterial.CarBody or StreetMaterial.CarGlass or StreetMaterial.Wheel => StreetClass.Car,
        StreetMaterial.Facade or StreetMaterial.Roof => StreetClass.Building,
        StreetMaterial.Bark or StreetMaterial.Foliage or StreetMaterial.Hedge or StreetMaterial.Hill => StreetClass.Vegetation,
        StreetMaterial.Metal => StreetClass.Pole,
        StreetMaterial.SignPlate or StreetMaterial.SignBack => StreetClass.Sign,
        StreetMaterial.TrafficLightBox => StreetClass.TrafficLight,
        StreetMaterial.Fence => StreetClass.Fence,
        StreetMaterial.Skin or StreetMaterial.Hair or StreetMaterial.Jacket or StreetMaterial.Trousers or StreetMaterial.Rubber =>
            StreetClass.Pedestrian,
        _ => throw new ArgumentOutOfRangeException(nameof(material), material, "Only materials of objects have a class of their own."),
    };

    public static Surface Shade(in SurfacePoint point, StreetLight light) => point.Material switch
    {
        StreetMaterial.CarBody => CarMaterial.Body(point),
        StreetMaterial.CarGlass => CarMaterial.Glass(point),
        StreetMaterial.Wheel => CarMaterial.Wheel(point),
        StreetMaterial.Facade => FacadeMaterial.Shade(point, light),
        StreetMaterial.Roof => Roof(point),
        StreetMaterial.Foliage or StreetMaterial.Hedge => Leaves(point),
        StreetMaterial.Hill => Hill(point),
        StreetMaterial.Bark => new Surface(new Vector3(0.13f, 0.10f, 0.075f) * Grain(point, 9f, 0.6f)),
        StreetMaterial.Metal => Metal(point),
        StreetMaterial.SignPlate => Plate(point),
        StreetMaterial.SignBack => new Surface(new Vector3(0.30f, 0.30f, 0.30f)),
        StreetMaterial.TrafficLightBox => Signals(point),
        StreetMaterial.Fence => Fence(point),
        StreetMaterial.Skin => new Surface(point.Look.Skin),
        StreetMaterial.Hair => new Surface(point.Look.Third),
        StreetMaterial.Jacket => new Surface(point.Look.Colour * Grain(point, 8f, 0.5f)),
        StreetMaterial.Rubber => new Surface(new Vector3(0.025f)),
        StreetMaterial.Bicycle => new Surface(point.Look.Third, 0.05f),
        StreetMaterial.Helmet => new Surface(Vector3.One * 0.6f - point.Look.Third, 0.05f),
        StreetMaterial.Trousers => new Surface(point.Look.Second * Grain(point, 8f, 0.4f)),
        _ => new Surface(point.Look.Colour),
    };

    private static float Grain(in SurfacePoint point, float perMetre, float depth)
    {
        var p = point.Local;
        var noise = NoiseTexture.At((p.X + 0.7f * p.Z) * perMetre + (point.Look.Seed & 63), p.Y * perMetre, point.Footprint * perMetre);
        return 1f + depth * (noise - 0.5f);
    }

    private static Surface Metal(in SurfacePoint point)
    {
        var tone = 0.6f + 0.8f * ((point.Look.Seed & 7) / 7f);
        return new Surface(new Vector3(0.17f, 0.175f, 0.18f) * (tone * Grain(point, 3f, 0.25f)), 0.04f);
    }

    private static Surface Roof(in SurfacePoint point)
    {
        var p = point.Local;
        var course = p.Y * 4.5f;
        var line = course - MathF.Floor(course);
        var isPitched = point.LocalNormal.Y is > 0.2f and < 0.98f;
        var tiles = isPitched ? 1f - 0.25f * StreetMath.Saturate(1f - line * 4f) * StreetMath.Saturate(1.2f - point.Footprint * 9f) : 1f;
        return new Surface(point.Look.Facade!.RoofColour * (tiles * Grain(point, 1.5f, 0.5f)));
    }

    private static Surface Leaves(in SurfacePoint point)
    {
        var p = point.Local;
        var density = Foliage.Density(p, point.Footprint);
        var fine = NoiseTexture.Solid(p.X * 12f, p.Y * 12f, p.Z * 12f, point.Footprint * 12f);
        // Gaps between clumps are dark; single leaves catch the light.
        var shade = 0.1f + 1.5f * StreetMath.Smooth(0.30f, 0.72f, density) + 0.9f * (fine - 0.5f);
        var tint = StreetMath.Lerp(Vector3.One, new Vector3(1.4f, 1.15f, 0.7f), StreetMath.Saturate(2f * fine - 0.7f));
        return new Surface(point.Look.Colour * tint * MathF.Max(0.12f, shade));
    }

    private static Surface Hill(in SurfacePoint point)
    {
        var trees = NoiseTexture.Rough((point.Local.X + point.Local.Z) * 0.25f, point.Local.Y * 0.35f, 0.25f * point.Footprint);
        return new Surface(point.Look.Colour * (0.5f + trees));
    }

    private static Surface Fence(in SurfacePoint point)
    {
        var u = point.Local.Z * 7f;
        var gap = MathF.Abs(u - MathF.Floor(u) - 0.5f);
        var fade = StreetMath.Saturate(1.3f - 7f * point.Footprint);
        return new Surface(point.Look.Colour * ((1f - 0.6f * fade * StreetMath.Smooth(0.40f, 0.48f, gap)) * Grain(point, 5f, 0.4f)));
    }

    /// <summary>A coloured rim and a white or coloured field with a bar.</summary>
    private static Surface Plate(in SurfacePoint point)
    {
        var (x, y) = (point.Local.X, point.Local.Y - 2.4f);
        var r = MathF.Sqrt(x * x + y * y);
        var isFull = (point.Look.Seed & 1) == 0;
        var rim = StreetMath.Smooth(0.18f, 0.22f, r);
        var bar = StreetMath.Strip(y, 0.09f, 0.03f) * StreetMath.Strip(x, 0.32f, 0.03f);
        var white = new Vector3(0.75f);
        var field = isFull ? StreetMath.Lerp(point.Look.Colour, white, bar) : StreetMath.Lerp(white, new Vector3(0.03f), bar);
        return new Surface(StreetMath.Lerp(field, point.Look.Colour, rim), 0.03f);
    }

    private static Surface Signals(in SurfacePoint point)
    {
        if (point.LocalNormal.Z > -0.5f)
        {
            return new Surface(point.Look.Colour);
        }
        var row = (int)Math.Clamp((3.45f - point.Local.Y) / 0.95f * 3f, 0f, 2f);
        var (dx, dy) = (point.Local.X, point.Local.Y - (3.45f - (row + 0.5f) * 0.95f / 3f));
        var disc = 1f - StreetMath.Smooth(0.09f, 0.13f, MathF.Sqrt(dx * dx + dy * dy));
        var colour = s_signals[row];
        var glow = row == point.Look.Lamps ? colour * disc * 1.3f : Vector3.Zero;
        return new Surface(StreetMath.Lerp(point.Look.Colour, colour * 0.12f, disc), 0f, glow);
    }
}

using System.Numerics;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>Asphalt, paint, kerbstones, paving and grass.</summary>
internal static class GroundMaterial
{
    private const float GardenEdge = 0.1f;

    /// <summary>The class of a point of the ground, unfiltered, for the labels.</summary>
    public static StreetClass ClassOf(in GroundHit hit)
    {
        var point = hit.Point;
        if (hit.IsKerb)
        {
            return StreetClass.Sidewalk;
        }
        if (point.Edge < 0f)
        {
            return RoadMarkings.Cover(point, 1e-4f, 1e-4f) > 0.5f ? StreetClass.LaneMarking : StreetClass.Road;
        }
        return IsPaved(point) ? StreetClass.Sidewalk : StreetClass.Vegetation;
    }

    public static Surface Shade(in GroundHit hit, Vector3 world, float alongFootprint, float acrossFootprint)
    {
        var point = hit.Point;
        var footprint = MathF.Min(MathF.Max(alongFootprint, acrossFootprint), 3f * MathF.Min(alongFootprint, acrossFootprint));
        if (hit.IsKerb)
        {
            var stone = NoiseTexture.At(point.S * 3f, world.Y * 9f, footprint * 3f);
            return new Surface(new Vector3(0.36f, 0.35f, 0.33f) * (0.75f + 0.4f * stone));
        }
        if (point.Edge < 0f)
        {
            return new Surface(Carriageway(point, world, footprint, alongFootprint, acrossFootprint));
        }
        return new Surface(IsPaved(point) ? Paving(point, world, footprint, alongFootprint, acrossFootprint) : Grass(world, footprint));
    }

    private static bool IsPaved(in GroundPoint point) =>
        point.Road is { } road && point.Edge < road.Profile.PavementWidth + (road.Profile.Setback < 1f ? 1.5f : GardenEdge);

    private static Vector3 Carriageway(in GroundPoint point, Vector3 world, float footprint, float alongFootprint, float acrossFootprint)
    {
        var road = point.Road!;
        var tone = 0.085f + 0.05f * ((road.Style >> 4 & 7) / 7f);
        var grain = NoiseTexture.At(world.X * 14f, world.Z * 14f, footprint * 14f);
        var blotch = NoiseTexture.Rough(world.X * 0.35f, world.Z * 0.35f, footprint * 0.35f);
        var shade = 0.72f + 0.34f * blotch + 0.22f * grain;
        // Wheels polish two tracks in each lane.
        var lane = MathF.Abs(point.D) / road.Profile.LaneWidth;
        var inLane = MathF.Abs(lane - MathF.Floor(lane) - 0.5f) * road.Profile.LaneWidth;
        var soft = MathF.Max(0.3f, acrossFootprint);
        shade *= 1f + 0.10f * StreetMath.Strip(inLane - 0.8f, 0.5f, soft) - 0.06f * StreetMath.Strip(inLane, 0.6f, soft);
        shade *= Patches(point, road, alongFootprint, acrossFootprint);
        // A fine crack where smooth noise crosses its mean.
        var ridge = MathF.Abs(NoiseTexture.At(world.X * 0.55f + road.Style, world.Z * 0.55f, 0f) - 0.5f);
        shade *= 1f - 0.35f * StreetMath.Saturate(1f - ridge * 60f) * StreetMath.Saturate(1f - footprint * 12f);
        var gutter = StreetMath.Smooth(-0.35f, -0.05f, point.Edge);
        var asphalt = new Vector3(1f, 0.99f, 0.97f) * (tone * shade * (1f - 0.3f * gutter));
        var paint = RoadMarkings.Cover(point, alongFootprint, acrossFootprint);
        if (paint <= 0f)
        {
            return asphalt;
        }
        var wear = StreetMath.Saturate(0.55f + 0.7f * NoiseTexture.Rough(world.X * 2.2f, world.Z * 2.2f, footprint * 2.2f));
        return StreetMath.Lerp(asphalt, new Vector3(0.62f, 0.61f, 0.58f), paint * wear);
    }

    /// <summary>Repairs: darker or lighter rectangles, at most one in every stretch of a lane.</summary>
    private static float Patches(in GroundPoint point, StreetRoad road, float alongFootprint, float acrossFootprint)
    {
        const float Stretch = 14f;
        var cell = (int)MathF.Floor(point.S / Stretch);
        var lane = (int)MathF.Floor(point.D / road.Profile.LaneWidth);
        var draw = StreetMath.Hash(road.Style, cell, lane);
        if ((draw & 3) != 0)
        {
            return 1f;
        }
        var (length, width) = (2f + (draw >> 4 & 7), 0.8f + 0.25f * (draw >> 8 & 7));
        var s = point.S - (cell + 0.5f) * Stretch;
        var d = point.D - (lane + 0.5f) * road.Profile.LaneWidth;
        var cover = StreetMath.Strip(s, length, alongFootprint) * StreetMath.Strip(d, width, acrossFootprint);
        return 1f + ((draw >> 12 & 1) == 0 ? -0.25f : 0.16f) * cover;
    }

    private static Vector3 Paving(in GroundPoint point, Vector3 world, float footprint, float alongFootprint, float acrossFootprint)
    {
        var road = point.Road!;
        var kerb = StreetMath.Strip(point.Edge - 0.09f, 0.18f, acrossFootprint);
        var slab = 0.45f + 0.15f * (road.Style >> 7 & 3);
        var (u, v) = (point.S / slab, point.D / slab);
        var (cellU, cellV) = (MathF.Floor(u), MathF.Floor(v));
        var joint = MathF.Max(Joint(u - cellU, alongFootprint / slab), Joint(v - cellV, acrossFootprint / slab));
        var fade = StreetMath.Saturate(1.2f - MathF.Max(alongFootprint, acrossFootprint) / slab);
        var tint = StreetMath.Hash01((int)cellU, (int)cellV, road.Style) - 0.5f;
        var rough = NoiseTexture.Rough(world.X * 1.3f, world.Z * 1.3f, footprint * 1.3f);
        var warm = (road.Style >> 9 & 3) / 3f;
        var shade = (0.7f + 0.55f * rough) * (1f + 0.16f * tint * fade) * (1f - 0.4f * joint * fade);
        var paving = StreetMath.Lerp(new Vector3(0.26f, 0.255f, 0.245f), new Vector3(0.30f, 0.22f, 0.175f), warm) * shade;
        return StreetMath.Lerp(paving, new Vector3(0.40f, 0.39f, 0.37f) * (0.75f + 0.4f * rough), kerb);
    }

    private static float Joint(float phase, float footprint) =>
        StreetMath.Strip(MathF.Min(phase, 1f - phase), 0.05f, MathF.Max(footprint, 0.01f));

    private static Vector3 Grass(Vector3 world, float footprint)
    {
        var tuft = NoiseTexture.Rough(world.X * 5f, world.Z * 5f, footprint * 5f);
        var field = NoiseTexture.Rough(world.X * 0.15f, world.Z * 0.15f, footprint * 0.15f);
        return StreetMath.Lerp(new Vector3(0.065f, 0.11f, 0.03f), new Vector3(0.17f, 0.18f, 0.07f), field) * (0.45f + 1.1f * tuft);
    }
}

using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>The paint on a road: lines along it, and zebra crossings and stop lines before junctions.</summary>
internal static class RoadMarkings
{
    private const float LineWidth = 0.13f;
    private const float DashLength = 3f;
    private const float DashPeriod = 9f;
    private const float ZebraFrom = 2.2f;
    private const float ZebraTo = 5.2f;
    private const float StopLine = 6.4f;

    /// <summary>The painted share of a pixel, [0, 1]; 0 or 1 for footprints of 0.</summary>
    /// <param name="point">A point of the carriageway.</param>
    /// <param name="alongFootprint">Metres a pixel covers along the road.</param>
    /// <param name="acrossFootprint">Metres a pixel covers across it.</param>
    public static float Cover(in GroundPoint point, float alongFootprint, float acrossFootprint)
    {
        var road = point.Road!;
        var profile = road.Profile;
        if (point.Other < ZebraFrom)
        {
            return 0f;
        }
        var across = MathF.Abs(point.D);
        var hasZebra = (road.Style & 3) != 0;
        if (point.Other < StopLine + 1f)
        {
            var stop = Approaches(point) ? StreetMath.Strip(point.Other - StopLine, 0.35f, alongFootprint) : 0f;
            stop *= StreetMath.Strip(across - 0.5f * profile.DrivingHalfWidth, profile.DrivingHalfWidth, acrossFootprint);
            return MathF.Max(stop, hasZebra ? Zebra(point, alongFootprint, acrossFootprint) : 0f);
        }
        var dashes = Dashes(point.S, DashPeriod, DashLength, alongFootprint);
        var centre = profile.Lanes > 1
            ? StreetMath.Strip(across - 0.12f, LineWidth, acrossFootprint)
            : StreetMath.Strip(across, LineWidth, acrossFootprint) * (profile.HasDashedCentre ? dashes : 1f);
        var lanes = profile.Lanes > 1 ? StreetMath.Strip(across - profile.LaneWidth, LineWidth, acrossFootprint) * dashes : 0f;
        var edge = StreetMath.Strip(across - profile.DrivingHalfWidth, LineWidth, acrossFootprint);
        if (profile.HasParking)
        {
            edge *= Dashes(point.S, 1.5f, 0.9f, alongFootprint);
            var bay = StreetMath.Strip(across - profile.ParkingCentre, RoadProfile.ParkingWidth, acrossFootprint);
            edge = MathF.Max(edge, 0.9f * bay * Dashes(point.S, 6f, 0.1f, alongFootprint));
        }
        return MathF.Max(MathF.Max(centre, lanes), edge);
    }

    private static float Zebra(in GroundPoint point, float alongFootprint, float acrossFootprint)
    {
        var middle = 0.5f * (ZebraFrom + ZebraTo);
        return StreetMath.Strip(point.Other - middle, ZebraTo - ZebraFrom, alongFootprint) * Dashes(point.D, 1f, 0.5f, acrossFootprint);
    }

    /// <summary>Whether traffic on this side of the road drives towards the nearest junction.</summary>
    private static bool Approaches(in GroundPoint point) => point.Road!.NearestJunction(point.S) > point.S == point.D > 0f;

    private static float Dashes(float s, float period, float length, float footprint)
    {
        var phase = s - MathF.Floor(s / period) * period;
        var cover = StreetMath.Strip(phase - 0.5f * period, length, footprint);
        return StreetMath.Lerp(cover, length / period, StreetMath.Smooth(0.4f * period, 1.2f * period, footprint));
    }
}

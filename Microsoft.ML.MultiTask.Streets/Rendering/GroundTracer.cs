using System.Numerics;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>Intersects rays with the ground: the carriageway at height 0, all else one kerb higher, a vertical kerb between.</summary>
internal static class GroundTracer
{
    public const float KerbHeight = 0.12f;

    private static readonly GroundHit s_miss = new(float.PositiveInfinity, default, false);

    /// <param name="map">The roads.</param>
    /// <param name="origin">The camera.</param>
    /// <param name="ray">The ray, 1 m long along the camera's axis.</param>
    /// <param name="limit">The distance of something already visible; hits behind it may be missed.</param>
    public static GroundHit Trace(RoadMap map, Vector3 origin, Vector3 ray, float limit)
    {
        if (ray.Y >= -1e-5f)
        {
            return s_miss;
        }
        var high = (KerbHeight - origin.Y) / ray.Y;
        if (high >= limit)
        {
            return s_miss;
        }
        var low = -origin.Y / ray.Y;
        var road = map.At(origin.X + ray.X * low, origin.Z + ray.Z * low);
        var reach = (low - high) * MathF.Sqrt(ray.X * ray.X + ray.Z * ray.Z);
        if (road.Edge < -reach)
        {
            return new GroundHit(low, road, false);
        }
        var raised = map.At(origin.X + ray.X * high, origin.Z + ray.Z * high);
        if (raised.Edge >= 0f)
        {
            return new GroundHit(high, raised, false);
        }
        if (road.Edge <= 0f)
        {
            return new GroundHit(low, road, false);
        }
        var share = raised.Edge / (raised.Edge - road.Edge);
        return new GroundHit(high + (low - high) * share, road, true);
    }
}

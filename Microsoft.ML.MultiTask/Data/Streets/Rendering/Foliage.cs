using System.Numerics;

namespace Microsoft.ML.MultiTask;

/// <summary>Leaves: which points of a ball are covered by them.</summary>
internal static class Foliage
{
    private const float LeavesPerMetre = 3.6f;

    /// <summary>Whether a leaf covers a point on a ball; holes are more frequent towards the outline.</summary>
    /// <param name="local">The point in the object's axes.</param>
    /// <param name="facing">Cosine between the ball's outward normal and the way to the viewer: 0 at the outline.</param>
    /// <param name="footprint">Metres a pixel covers there.</param>
    public static bool Covers(Vector3 local, float facing, float footprint) =>
        Density(local, footprint) > 0.26f + 0.42f * (1f - facing) * (1f - facing);

    /// <summary>How dense the leaves are about a point: smooth noise, mean 0.5.</summary>
    public static float Density(Vector3 local, float footprint)
    {
        var u = (local.X + 0.61f * local.Y) * LeavesPerMetre;
        var v = (local.Z - 0.47f * local.Y + 0.31f * local.X) * LeavesPerMetre;
        var w = footprint * LeavesPerMetre;
        return 0.6f * NoiseTexture.At(u, v, w) + 0.4f * NoiseTexture.At(2.3f * u + 11f, 2.3f * (local.Y * LeavesPerMetre + 0.4f * v), 2.3f * w);
    }
}

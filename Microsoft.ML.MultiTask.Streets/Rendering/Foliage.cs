using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>Decides which points of a ball are covered by leaves.</summary>
internal static class Foliage
{
    /// <summary>Lumps and leaves, per metre.</summary>
    private const float Lumps = 1.9f;
    private const float Leaves = 9f;

    /// <summary>Whether a leaf covers a point on a ball; holes get more frequent towards the outline.</summary>
    /// <param name="local">The point in the object's axes.</param>
    /// <param name="facing">Cosine between the ball's outward normal and the direction to the viewer: 0 at the outline.</param>
    /// <param name="footprint">Metres a pixel covers there.</param>
    public static bool Covers(Vector3 local, float facing, float footprint) =>
        Density(local, footprint) > 0.34f + 0.34f * (1f - facing) * (1f - facing);

    /// <summary>The density of leaves around a point: smooth noise, mean 0.5.</summary>
    public static float Density(Vector3 local, float footprint) =>
        0.45f * NoiseTexture.Solid(local.X * Lumps, local.Y * Lumps, local.Z * Lumps, footprint * Lumps)
        + 0.55f * NoiseTexture.Solid(local.X * Leaves, local.Y * Leaves, local.Z * Leaves, footprint * Leaves);
}

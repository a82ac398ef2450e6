using System.Numerics;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>The sky: a gradient, the glow around the sun, and clouds on a plane overhead.</summary>
internal static class Sky
{
    /// <param name="light">The sequence's light.</param>
    /// <param name="direction">Unit vector away from the camera.</param>
    /// <param name="footprint">Radians a pixel covers.</param>
    public static Vector3 Shade(StreetLight light, Vector3 direction, float footprint)
    {
        var up = MathF.Max(0f, direction.Y);
        var sky = light.SkyAt(up);
        var toward = MathF.Max(0f, StreetMath.Dot(direction, light.ToSun));
        var glow = toward * toward;
        glow *= glow;
        glow *= glow;
        sky += light.Sun * (0.10f * glow + 0.9f * glow * glow * glow * glow * glow);
        if (light.Clouds <= 0f || direction.Y <= 0.01f)
        {
            return sky;
        }
        // Clouds fade into the haze near the horizon.
        var scale = 1.6f / (up + 0.09f);
        var (u, v) = (direction.X * scale + light.CloudShift.X, direction.Z * scale + light.CloudShift.Y);
        var spread = footprint * scale * scale;
        var noise = 0.62f * NoiseTexture.Rough(u, v, spread) + 0.38f * NoiseTexture.Rough(4.3f * u, 4.3f * v, 4.3f * spread);
        var cover = StreetMath.Smooth(0.66f - 0.32f * light.Clouds, 0.80f - 0.30f * light.Clouds, noise + 0.06f);
        cover *= StreetMath.Smooth(0.02f, 0.16f, direction.Y);
        var thick = StreetMath.Smooth(0.4f, 0.8f, noise);
        return StreetMath.Lerp(sky, light.CloudColour * (1.05f - 0.35f * thick), 0.9f * cover);
    }
}

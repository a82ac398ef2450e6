using System.Numerics;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>Converts light to 8-bit pixels: anti-aliasing, vignetting, exposure, tone curve and noise.</summary>
internal static class CameraSensor
{
    /// <summary>The standard deviation of the sum of two numbers uniform in ±0.5.</summary>
    private const float TriangleDeviation = 0.40824829f;

    public static void Expose(Vector3[] centres, Vector3[] corners, bool[] isEdge, LabelledFrame frame, StreetsOptions options,
        StreetWorld world, int number)
    {
        var (w, h) = (frame.Width, frame.Height);
        var stream = (ulong)(uint)world.Seed << 32 | (uint)number;
        var noise = (float)options.NoiseStandardDeviation / TriangleDeviation / 1024f;
        for (var y = 0; y < h; y++)
        {
            var offY = (y + 0.5f) / h - 0.5f;
            for (var x = 0; x < w; x++)
            {
                var i = y * w + x;
                var offX = (x + 0.5f) / w - 0.5f;
                var c = y * (w + 1) + x;
                var light = Smoothed(centres[i], corners, isEdge, c, w + 1);
                light *= world.Light.Exposure * (1f - 0.45f * (offX * offX + offY * offY));
                var random = Scramble(stream + (ulong)i * 0xD1342543DE82EF95UL);
                frame.Rgb[3 * i] = Quantize(light.X, random, noise);
                frame.Rgb[3 * i + 1] = Quantize(light.Y, random >> 20, noise);
                frame.Rgb[3 * i + 2] = Quantize(light.Z, random >> 40, noise);
            }
        }
    }

    /// <summary>Weights the centre by a half and each corner by an eighth; corners away from edges equal the centre.</summary>
    private static Vector3 Smoothed(Vector3 centre, Vector3[] corners, bool[] isEdge, int first, int stride)
    {
        if (!(isEdge[first] | isEdge[first + 1] | isEdge[first + stride] | isEdge[first + stride + 1]))
        {
            return centre;
        }
        var a = isEdge[first] ? corners[first] : centre;
        var b = isEdge[first + 1] ? corners[first + 1] : centre;
        var c = isEdge[first + stride] ? corners[first + stride] : centre;
        var d = isEdge[first + stride + 1] ? corners[first + stride + 1] : centre;
        return 0.5f * centre + 0.125f * (a + b + (c + d));
    }

    private static byte Quantize(float light, ulong random, float noise)
    {
        var toned = light * (1f + 0.1f * light) / (1f + 0.6f * light);
        var grain = ((int)(random & 1023) + (int)(random >> 10 & 1023) - 1023) * noise;
        return (byte)Math.Clamp(MathF.Sqrt(MathF.Max(0f, toned)) * 255f + grain + 0.5f, 0f, 255f);
    }

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

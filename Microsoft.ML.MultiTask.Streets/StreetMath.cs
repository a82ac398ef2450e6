using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets;

/// <summary>The arithmetic of the street world, made of additions, products, quotients and square roots only.</summary>
/// <remarks>
/// IEEE 754 defines the result of these operations to the bit, so every machine renders the same pixels. That does not hold for library
/// sines or for the dot and cross products of <see cref="Vector3"/>, which may fuse or reorder; they are not used.
/// </remarks>
internal static class StreetMath
{
    private const double HalfPi = 1.5707963267948966;

    public static float Dot(Vector3 a, Vector3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    public static Vector3 Cross(Vector3 a, Vector3 b) =>
        new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    public static Vector3 Unit(Vector3 v) => v * (1f / MathF.Sqrt(Dot(v, v)));

    public static float Saturate(float x) => x < 0f ? 0f : x > 1f ? 1f : x;

    public static float Lerp(float a, float b, float t) => a + (b - a) * t;

    public static Vector3 Lerp(Vector3 a, Vector3 b, float t) => a + (b - a) * t;

    /// <summary>0 below <paramref name="from"/>, 1 above <paramref name="to"/>, a cubic between.</summary>
    public static float Smooth(float from, float to, float x)
    {
        var t = Saturate((x - from) / (to - from));
        return t * t * (3f - 2f * t);
    }

    /// <summary>
    /// The coverage, [0, 1], of a strip centred on 0 in a pixel of width <paramref name="footprint"/> centred on <paramref name="x"/>.
    /// </summary>
    public static float Strip(float x, float width, float footprint)
    {
        var half = 0.5f * width;
        return Saturate((x + half) / footprint + 0.5f) - Saturate((x - half) / footprint + 0.5f);
    }

    /// <summary>exp(-x) for x ≥ 0, within 0.2 %.</summary>
    public static float Decay(float x)
    {
        var y = x * 0.25f;
        var e = 1f + y * (1f + y * (0.5f + y * (0.1666667f + y * 0.0416667f)));
        e *= e;
        return 1f / (e * e);
    }

    /// <summary>Sine and cosine of an angle of moderate size, in radians.</summary>
    public static (double Sin, double Cos) SinCos(double angle)
    {
        var quarter = Math.Floor(angle / HalfPi + 0.5);
        var r = angle - quarter * HalfPi;
        var q = r * r;
        var sin = r * (1 + q * (-1.0 / 6 + q * (1.0 / 120 + q * (-1.0 / 5040 + q * (1.0 / 362880 + q * (-1.0 / 39916800))))));
        var cos = 1 + q * (-0.5 + q * (1.0 / 24 + q * (-1.0 / 720 + q * (1.0 / 40320 + q * (-1.0 / 3628800 + q / 479001600.0)))));
        return ((long)quarter & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <summary>A 32-bit hash of three integers.</summary>
    public static uint Hash(int a, int b, int c)
    {
        var h = (uint)a * 0x9E3779B1u ^ (uint)b * 0x85EBCA77u ^ (uint)c * 0xC2B2AE3Du;
        h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
        h = (h ^ (h >> 12)) * 0x297A2D39u;
        return h ^ (h >> 15);
    }

    /// <summary><see cref="Hash"/> as a number in [0, 1).</summary>
    public static float Hash01(int a, int b, int c) => (Hash(a, b, c) >> 8) * (1f / 16777216f);
}

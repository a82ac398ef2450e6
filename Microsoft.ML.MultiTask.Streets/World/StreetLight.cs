using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>The sun, sky and haze of a sequence. Linear light; white paper in full sun is about 1.</summary>
internal sealed record StreetLight
{
    /// <summary>Unit vector to the sun.</summary>
    public required Vector3 ToSun { get; init; }

    public required Vector3 Sun { get; init; }

    public required Vector3 Zenith { get; init; }

    public required Vector3 Horizon { get; init; }

    /// <summary>Share of the sky behind clouds, [0, 1].</summary>
    public required float Clouds { get; init; }

    public required Vector3 CloudColour { get; init; }

    /// <summary>Light lost to haze, 1/m.</summary>
    public required float Haze { get; init; }

    /// <summary>The camera's gain.</summary>
    public required float Exposure { get; init; }

    /// <summary>Share of the windows that are lit, [0, 1].</summary>
    public float LitWindows { get; init; }

    /// <summary>Offsets the cloud pattern.</summary>
    public required Vector2 CloudShift { get; init; }

    /// <summary>The light of a kind chosen by a number in [0, 1): dusk, overcast, fog or fair.</summary>
    public static StreetLight Draw(StreetRandom random, double kind)
    {
        var elevation = kind < 0.2 ? random.Range(0.10, 0.28) : random.Range(0.4, 1.1);
        var (sin, cos) = StreetMath.SinCos(random.Range(0.0, 6.2831853));
        var (up, flat) = StreetMath.SinCos(elevation);
        Vector3 toSun = new((float)(flat * sin), (float)up, (float)(flat * cos));
        Vector2 shift = new(random.Range(0f, 64f), random.Range(0f, 64f));
        var gain = random.Range(0.9f, 1.15f);
        return kind switch
        {
            < 0.2 => new() // dusk
            {
                ToSun = toSun,
                Sun = new Vector3(0.85f, 0.50f, 0.24f) * random.Range(0.7f, 1.1f),
                Zenith = new(0.15f, 0.21f, 0.38f),
                Horizon = new Vector3(0.78f, 0.50f, 0.34f) * random.Range(0.7f, 1f),
                Clouds = random.Range(0.2f, 0.6f),
                CloudColour = new(0.62f, 0.42f, 0.38f),
                Haze = 0.002f,
                Exposure = 1.25f * gain,
                LitWindows = 0.25f,
                CloudShift = shift,
            },
            < 0.4 => new() // overcast
            {
                ToSun = toSun,
                Sun = new(0.10f, 0.10f, 0.10f),
                Zenith = new(0.60f, 0.63f, 0.68f),
                Horizon = new(0.78f, 0.80f, 0.82f),
                Clouds = 1f,
                CloudColour = new(0.58f, 0.60f, 0.63f),
                Haze = 0.0015f,
                Exposure = random.Range(0.95f, 1.3f) * gain,
                LitWindows = 0.06f,
                CloudShift = shift,
            },
            < 0.52 => new() // fog
            {
                ToSun = toSun,
                Sun = new(0.12f, 0.12f, 0.11f),
                Zenith = new(0.66f, 0.68f, 0.70f),
                Horizon = new(0.70f, 0.72f, 0.74f),
                Clouds = 0f,
                CloudColour = new(0.7f, 0.7f, 0.7f),
                Haze = random.Range(0.008f, 0.022f),
                Exposure = gain,
                LitWindows = 0.06f,
                CloudShift = shift,
            },
            _ => new() // clear to broken cloud
            {
                ToSun = toSun,
                Sun = new Vector3(1.0f, 0.93f, 0.80f) * random.Range(0.85f, 1.15f),
                Zenith = new(0.16f, 0.30f, 0.62f),
                Horizon = new(0.60f, 0.70f, 0.82f),
                Clouds = random.Range(0.1f, 0.65f),
                CloudColour = new(0.95f, 0.95f, 0.96f),
                Haze = random.Range(0.0006f, 0.002f),
                Exposure = gain,
                CloudShift = shift,
            },
        };
    }

    /// <summary>Clear-sky colour in a direction whose upward part is <paramref name="up"/>.</summary>
    public Vector3 SkyAt(float up)
    {
        var t = 1f - StreetMath.Saturate(up);
        t *= t;
        return StreetMath.Lerp(Zenith, Horizon, t * t * 0.6f + t * 0.4f);
    }
}

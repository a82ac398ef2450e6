namespace Microsoft.ML.MultiTask.Reporting.Pictures;

/// <summary>
/// A colour map for a positive quantity such as depth, over the logarithm of the value: near is bright and warm, far is dark and cold.
/// Lightness decreases monotonically, so the order survives greyscale printing and colour blindness.
/// </summary>
internal static class QuantityColors
{
    /// <summary>The colour of a missing value; the map has no grey.</summary>
    public static readonly RgbColor Missing = new(128, 128, 128);

    private const int Count = 256;

    /// <summary>Evenly spaced stops: yellow, orange, red, purple, blue, nearly black.</summary>
    private static readonly OkLch[] s_stops =
    [
        new(0.95, 0.13, 102), new(0.82, 0.17, 72), new(0.66, 0.20, 36), new(0.50, 0.18, 2), new(0.36, 0.15, -50), new(0.16, 0.06, -85),
    ];

    private static readonly RgbColor[] s_scale = [.. Enumerable.Range(0, Count).Select(i => At(i / (Count - 1.0)))];

    /// <summary>The colour of a value.</summary>
    /// <param name="value">The value; NaN and values of 0 or less are missing.</param>
    /// <param name="near">The value of the first colour, positive; smaller values have it too.</param>
    /// <param name="far">The value of the last colour, larger than <paramref name="near"/>; larger values have it too.</param>
    public static RgbColor Of(double value, double near, double far)
    {
        if (!(value > 0)) return Missing;
        double position = Math.Clamp(Math.Log(value / near) / Math.Log(far / near), 0, 1);
        return s_scale[(int)Math.Round(position * (Count - 1))];
    }

    private static RgbColor At(double position)
    {
        double scaled = position * (s_stops.Length - 1);
        int stop = Math.Min((int)scaled, s_stops.Length - 2);
        return s_stops[stop].Blend(s_stops[stop + 1], scaled - stop).ToRgb();
    }
}

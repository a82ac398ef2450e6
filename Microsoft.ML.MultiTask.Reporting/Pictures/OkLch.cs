namespace Microsoft.ML.MultiTask.Reporting.Pictures;

/// <summary>A colour in OKLCh, a perceptually uniform colour space.</summary>
/// <remarks>Ottosson, "A perceptual color space for image processing", 2020.</remarks>
/// <param name="Lightness">0 (black) to 1 (white).</param>
/// <param name="Chroma">0 (grey) to about 0.3.</param>
/// <param name="HueDegrees">The hue; 30 is about red, 100 yellow, 140 green, 260 blue.</param>
internal readonly record struct OkLch(double Lightness, double Chroma, double HueDegrees)
{
    /// <summary>The colour in sRGB, each channel clamped to its range.</summary>
    public RgbColor ToRgb()
    {
        var (sin, cos) = Math.SinCos(double.DegreesToRadians(HueDegrees));
        var (a, b) = (Chroma * cos, Chroma * sin);
        double l = Cube(Lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = Cube(Lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = Cube(Lightness - 0.0894841775 * a - 1.2914855480 * b);
        return new(
            Encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            Encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            Encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    /// <summary>Interpolates linearly: this colour at 0, <paramref name="other"/> at 1.</summary>
    public OkLch Blend(OkLch other, double amount) => new(
        double.Lerp(Lightness, other.Lightness, amount),
        double.Lerp(Chroma, other.Chroma, amount),
        double.Lerp(HueDegrees, other.HueDegrees, amount));

    private static double Cube(double value) => value * value * value;

    /// <summary>Encodes linear light, 0 to 1, as an sRGB byte.</summary>
    private static byte Encode(double linear)
    {
        double clamped = Math.Clamp(linear, 0, 1);
        double encoded = clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * Math.Pow(clamped, 1 / 2.4) - 0.055;
        return (byte)Math.Round(255 * encoded);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>Changes brightness, contrast, saturation and hue of a frame, in this order.</summary>
/// <remarks>
/// The adjustments of torchvision's <c>ColorJitter</c> (adjust_brightness, adjust_contrast, adjust_saturation, adjust_hue). Deviation: always in this
/// order, in single precision between the adjustments, and rounded once.
/// </remarks>
internal static class ColorJitter
{
    private const float Red = 0.2989f, Green = 0.587f, Blue = 0.114f;       // of grey, as in torchvision's rgb_to_grayscale
    private const float Most = 255;

    /// <summary>Changes a frame in place.</summary>
    /// <param name="planes">Red, green and blue [3, H, W], 0 to 255.</param>
    /// <param name="row">The factors, and the turn of the hue.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply(Span<float> planes, RowAugmentation row)
    {
        int area = planes.Length / 3;
        Span<float> reds = planes[..area], greens = planes.Slice(area, area), blues = planes[(2 * area)..];
        float mean = row.Contrast == 1 ? 0 : MeanGrey(reds, greens, blues, row.Brightness);
        int i = 0;
        for (; i + Vector<float>.Count <= area; i += Vector<float>.Count)
            Change(reds[i..], greens[i..], blues[i..], row, mean);
        if (i == area) return;

        Span<float> rest = stackalloc float[3 * Vector<float>.Count];       // the last pixels, fewer than a vector has
        Span<float> red = rest[..Vector<float>.Count], green = rest.Slice(red.Length, red.Length), blue = rest[(2 * red.Length)..];
        reds[i..].CopyTo(red);
        greens[i..].CopyTo(green);
        blues[i..].CopyTo(blue);
        Change(red, green, blue, row, mean);
        red[..(area - i)].CopyTo(reds[i..]);
        green[..(area - i)].CopyTo(greens[i..]);
        blue[..(area - i)].CopyTo(blues[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float MeanGrey(ReadOnlySpan<float> reds, ReadOnlySpan<float> greens, ReadOnlySpan<float> blues, float brightness)
    {
        double sum = 0;                                                     // in the order of the pixels: the same on every machine
        for (int i = 0; i < reds.Length; i++)
            sum += Red * Math.Min(reds[i] * brightness, Most) + Green * Math.Min(greens[i] * brightness, Most)
                + Blue * Math.Min(blues[i] * brightness, Most);
        return (float)(sum / reds.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Change(Span<float> reds, Span<float> greens, Span<float> blues, RowAugmentation row, float mean)
    {
        var (red, green, blue) = (Vector.Create<float>(reds), Vector.Create<float>(greens), Vector.Create<float>(blues));
        (red, green, blue) = (Clamp(red * row.Brightness), Clamp(green * row.Brightness), Clamp(blue * row.Brightness));
        var grey = new Vector<float>((1 - row.Contrast) * mean);
        (red, green, blue) = (Clamp(red * row.Contrast + grey), Clamp(green * row.Contrast + grey), Clamp(blue * row.Contrast + grey));
        grey = (red * Red + green * Green + blue * Blue) * (1 - row.Saturation);
        (red, green, blue) = (Clamp(red * row.Saturation + grey), Clamp(green * row.Saturation + grey), Clamp(blue * row.Saturation + grey));
        if (row.HueTurns != 0)
            TurnHue(ref red, ref green, ref blue, row.HueTurns);
        red.CopyTo(reds);
        green.CopyTo(greens);
        blue.CopyTo(blues);
    }

    /// <summary>Turns hues at constant value and saturation of the HSV colours.</summary>
    /// <remarks>Smith, "Color Gamut Transform Pairs", SIGGRAPH 1978: hues are sixths of a turn from red, here called sectors.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnHue(ref Vector<float> red, ref Vector<float> green, ref Vector<float> blue, float turns)
    {
        var most = Vector.Max(red, Vector.Max(green, blue));
        var chroma = most - Vector.Min(red, Vector.Min(green, blue));
        var divisor = Vector.ConditionalSelect(Vector.Equals(chroma, Vector<float>.Zero), Vector<float>.One, chroma);
        var sector = Vector.ConditionalSelect(
            Vector.Equals(most, red), (green - blue) / divisor,
            Vector.ConditionalSelect(Vector.Equals(most, green), new Vector<float>(2) + (blue - red) / divisor, new Vector<float>(4) + (red - green) / divisor));
        sector += new Vector<float>(6 * turns);
        (red, green, blue) = (Channel(5), Channel(3), Channel(1));

        Vector<float> Channel(float offset)
        {
            var k = sector + new Vector<float>(offset);
            k -= Vector.Floor(k * (1 / 6f)) * 6;
            return most - chroma * Vector.Max(Vector<float>.Zero, Vector.Min(Vector.Min(k, new Vector<float>(4) - k), Vector<float>.One));
        }
    }

    private static Vector<float> Clamp(Vector<float> samples) => Vector.Min(Vector.Max(samples, Vector<float>.Zero), new Vector<float>(Most));
}

using System.Globalization;
using Microsoft.ML.MultiTask.Reporting.Pictures;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Paints the labels of one column, and explains the colours that occurred. Pixels without a label are hatched, which no class is.</summary>
internal sealed class ContactSheetLegend(TaskColors colors)
{
    private const int Swatch = PixelFont.Height * ContactSheetPainter.FontScale;
    private const int Depths = 5;

    private static readonly RgbColor s_dark = new(0, 0, 0);
    private static readonly RgbColor s_stripe = new(170, 170, 180);

    private readonly bool[] _classes = new bool[ClassLabelEncoding.Ignore + 1];
    private bool _hasDepth;
    private bool _hasMissing;

    /// <summary>The height of the legend, pixels; 0 if nothing was painted.</summary>
    public int Height => Entries().Count * ContactSheetPainter.Strip;

    /// <summary>Paints classes over their frame.</summary>
    public RgbImage PaintOver(ReadOnlySpan<byte> classes, RgbImage frame)
    {
        var image = colors.PaintOver(classes, frame);
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] == ClassLabelEncoding.Ignore)
                image.Pixels[i] = Hatch(frame, i);
            else
                _classes[classes[i]] = true;
        }
        return image;
    }

    /// <summary>Paints depths instead of their frame, which shows where there are none.</summary>
    public RgbImage PaintOver(ReadOnlySpan<float> meters, RgbImage frame)
    {
        var image = new RgbImage(frame.Height, frame.Width);
        for (var i = 0; i < meters.Length; i++)
        {
            var hasDepth = meters[i] > 0;
            image.Pixels[i] = hasDepth ? QuantityColors.Of(meters[i], colors.Near, colors.Far) : Hatch(frame, i);
            _hasDepth |= hasDepth;
        }
        return image;
    }

    /// <summary>Draws the legend below what was painted.</summary>
    /// <param name="image">The image to draw on.</param>
    /// <param name="left">The left edge, pixels.</param>
    /// <param name="top">The upper edge, pixels.</param>
    /// <param name="width">The width, pixels; longer names are cut.</param>
    /// <param name="ink">The colour of the text.</param>
    public void Draw(RgbImage image, int left, int top, int width, RgbColor ink)
    {
        var letters = Math.Max(0, (width - Swatch - ContactSheetPainter.Gap) / (6 * ContactSheetPainter.FontScale));
        foreach (var (color, text) in Entries())
        {
            for (var y = top; y < top + Swatch; y++)
                for (var x = left; x < left + Math.Min(Swatch, width); x++)
                    image.Pixels[(y * image.Width) + x] = color ?? (IsStripe(x, y) ? s_stripe : s_dark);
            var name = text[..Math.Min(letters, text.Length)];
            PixelFont.Write(image, left + Swatch + ContactSheetPainter.Gap, top, name, ink, ContactSheetPainter.FontScale);
            top += ContactSheetPainter.Strip;
        }
    }

    // Colours and what they mean; null is the hatch.
    private List<(RgbColor? Color, string Text)> Entries()
    {
        var entries = new List<(RgbColor?, string)>();
        foreach (var (i, known) in colors.Classes.Index())
            if (_classes[i])
                entries.Add((known.Color, known.Name));
        for (var i = 0; i < Depths && _hasDepth; i++)
        {
            var meters = colors.Near * Math.Pow(colors.Far / colors.Near, i / (Depths - 1.0));
            var remark = i == 0 ? " or less" : i == Depths - 1 ? " or more" : "";
            entries.Add((QuantityColors.Of(meters, colors.Near, colors.Far), meters.ToString("0.#", CultureInfo.InvariantCulture) + " m" + remark));
        }
        if (_hasMissing)
            entries.Add((null, "no label"));
        return entries;
    }

    private RgbColor Hatch(RgbImage frame, int pixel)
    {
        _hasMissing = true;
        return IsStripe(pixel % frame.Width, pixel / frame.Width) ? s_stripe : frame.Pixels[pixel].Blend(s_dark, 0.7);
    }

    private static bool IsStripe(int x, int y) => (x + y) % 8 < 2;
}

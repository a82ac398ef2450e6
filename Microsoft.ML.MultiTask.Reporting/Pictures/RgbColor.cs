namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>An sRGB colour, 0 to 255 per channel.</summary>
/// <param name="Red">Red.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
public readonly record struct RgbColor(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour in CSS notation, such as <c>#804080</c>.</summary>
    public string ToHex() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    /// <summary>Interpolates linearly between this colour and another.</summary>
    /// <param name="other">The other colour.</param>
    /// <param name="amount">From 0 (this colour) to 1 (<paramref name="other"/>).</param>
    internal RgbColor Blend(RgbColor other, double amount)
    {
        return new(Channel(Red, other.Red), Channel(Green, other.Green), Channel(Blue, other.Blue));

        byte Channel(byte from, byte to) => (byte)Math.Round(from + (to - from) * amount);
    }
}

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PngPixelsTests
{
    [TestMethod]
    public void ToRgb_Rgb8_IsTheImagesOwnSamples()
    {
        var image = PngImage.Rgb8(1, 2, [1, 2, 3, 4, 5, 6]);

        Assert.AreSame(image.Bytes, PngPixels.ToRgb(image, "a"));
    }

    [TestMethod]
    public void ToRgb_Grey_RepeatsIt() =>
        Assert.AreSequenceEqual<byte>([7, 7, 7, 9, 9, 9], PngPixels.ToRgb(PngImage.Grey8(2, 1, [7, 9]), "a"));

    [TestMethod]
    public void ToRgb_GreyOfFewBits_IsStretched()
    {
        var image = new PngImage(new PngHeader(4, 1, 2, PngColorType.Grey), [0, 1, 2, 3], [], []);

        Assert.AreSequenceEqual<byte>([0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255], PngPixels.ToRgb(image, "a"));
    }

    [TestMethod]
    public void ToRgb_16Bits_RoundsToNearest()
    {
        foreach (var word in new ushort[] { 0, 1, 128, 129, 256, 257, 32767, 32768, 65406, 65407, 65535 })
        {
            var expected = (byte)Math.Round(word * 255 / 65535.0, MidpointRounding.AwayFromZero);
            Assert.AreSequenceEqual([expected, expected, expected], PngPixels.ToRgb(PngImage.Grey16(1, 1, [word]), "a"), $"{word}");
        }
    }

    [TestMethod]
    public void ToRgb_Palette_LooksColorsUp()
    {
        var image = PngImage.Palette8(2, 1, [1, 0], [1, 2, 3, 4, 5, 6]);

        Assert.AreSequenceEqual<byte>([4, 5, 6, 1, 2, 3], PngPixels.ToRgb(image, "a"));
    }

    [TestMethod]
    public void ToRgb_IndexBeyondPalette_NamesFileAndIndex()
    {
        var image = PngImage.Palette8(2, 1, [1, 2], [1, 2, 3, 4, 5, 6]);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => PngPixels.ToRgb(image, "a.png"));

        Assert.AreEqual("PNG 'a.png': expected palette indices of 0 to 1, but found 2.", e.Message);
    }

    [TestMethod]
    public void ToRgb_Alpha_IsDropped()
    {
        var greyAlpha = new PngImage(new PngHeader(1, 1, 8, PngColorType.GreyAlpha), [5, 6], [], []);

        Assert.AreSequenceEqual<byte>([5, 5, 5], PngPixels.ToRgb(greyAlpha, "a"));
        Assert.AreSequenceEqual<byte>([1, 2, 3], PngPixels.ToRgb(PngImage.Rgba8(1, 1, [1, 2, 3, 4]), "a"));
    }
}

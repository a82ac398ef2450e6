using Microsoft.ML.MultiTask.Pipeline.Augmentation;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Expected values: the formulas of torchvision's functional adjustments, written with Python's <c>colorsys</c> and floats: blend(a, b, f) = clamp(f a +
/// (1 - f) b, 0, 255); brightness blends with 0, contrast with the mean of 0.2989 R + 0.587 G + 0.114 B, saturation with that grey of the pixel, and hue is
/// rgb_to_hsv, (h + t) mod 1, hsv_to_rgb.
/// </summary>
[TestClass]
public sealed class ColorJitterTests
{
    private static readonly float[] s_pixels =
    [
        200, 10, 30, 255, 0, 90, 128, 255, 250, 1, 180,
        50, 250, 60, 255, 0, 90, 127, 0, 240, 2, 20,
        50, 120, 240, 255, 0, 30, 129, 255, 10, 3, 200,
    ];

    [TestMethod]
    [DataRow(1.2f, 1f, 1f, 0f, new float[]
    {
        240, 12, 36, 255, 0, 108, 153.6f, 255, 255, 1.2f, 216,
        60, 255, 72, 255, 0, 108, 152.4f, 0, 255, 2.4f, 24,
        60, 144, 255, 255, 0, 36, 154.8f, 255, 12, 3.6f, 240,
    }, DisplayName = "brightness")]
    [DataRow(1f, 0.7f, 1f, 0f, new float[]
    {
        172.935f, 39.935f, 53.935f, 211.435f, 32.935f, 95.935f, 122.535f, 211.435f, 207.935f, 33.635f, 158.935f,
        67.935f, 207.935f, 74.935f, 211.435f, 32.935f, 95.935f, 121.835f, 32.935f, 200.935f, 34.335f, 46.935f,
        67.935f, 116.935f, 200.935f, 211.435f, 32.935f, 53.935f, 123.235f, 211.435f, 39.935f, 35.035f, 172.935f,
    }, DisplayName = "contrast")]
    [DataRow(1f, 1f, 1.3f, 0f, new float[]
    {
        231.551f, 0, 17.536f, 255, 0, 92.055f, 128.146f, 255, 255, 0.756f, 207.497f,
        36.551f, 255, 56.536f, 255, 0, 92.055f, 126.846f, 0, 246.976f, 2.056f, 0,
        36.551f, 106.974f, 255, 255, 0, 14.055f, 129.446f, 255, 0, 3.356f, 233.497f,
    }, DisplayName = "saturation")]
    [DataRow(1f, 1f, 1f, 0.1f, new float[]
    {
        200, 10, 126, 255, 0, 54, 129, 255, 116, 1.2f, 200,
        140, 236, 30, 255, 0, 90, 127, 0, 250, 1, 20,
        50, 250, 240, 255, 0, 30, 128.8f, 102, 10, 3, 112,
    }, DisplayName = "hue")]
    [DataRow(1f, 1f, 1f, -0.4f, new float[]
    {
        50, 250, 144, 255, 0, 66, 127, 0, 144, 2.8f, 20,
        110, 24, 240, 255, 0, 30, 129, 255, 10, 3, 200,
        200, 10, 30, 255, 0, 90, 127.2f, 153, 250, 1, 108,
    }, DisplayName = "hue, backwards")]
    [DataRow(1.2f, 0.7f, 1.3f, 0.1f, new float[]
    {
        230.343f, 11.126f, 138.174f, 214.346f, 35.84f, 73.854f, 144.575f, 245.779f, 88.065f, 36.693f, 231.978f,
        164.823f, 200.588f, 51.36f, 214.346f, 35.84f, 113.166f, 142.391f, 13.729f, 220.163f, 36.475f, 35.418f,
        66.543f, 232.256f, 250.65f, 214.346f, 35.84f, 47.646f, 144.356f, 106.549f, 0, 38.659f, 135.882f,
    }, DisplayName = "all, in this order")]
    public void Apply_OnePixelOfEveryKind_IsTorchvisions(float brightness, float contrast, float saturation, float hue, float[] expected)
    {
        float[] actual = [.. s_pixels];

        ColorJitter.Apply(actual, new RowAugmentation(false, 1, 0, 0, brightness, contrast, saturation, hue, 0, 0));

        for (int i = 0; i < actual.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 0.002f, $"sample {i}");
    }

    /// <summary>No pixel's colour depends on where it lies in a vector; the mean is that of all.</summary>
    [TestMethod]
    public void Apply_RepeatedPixels_ChangeAlike()
    {
        var row = new RowAugmentation(false, 1, 0, 0, 1.1f, 0.8f, 1.2f, 0.05f, 0, 0);
        float[] once = [.. s_pixels], thrice = [.. s_pixels.Chunk(11).SelectMany(plane => plane.Concat(plane).Concat(plane))];

        ColorJitter.Apply(once, row);
        ColorJitter.Apply(thrice, row);

        Assert.AreSequenceEqual(once.Chunk(11).SelectMany(plane => plane.Concat(plane).Concat(plane)), thrice);
    }
}

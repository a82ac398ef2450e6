namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FrameResizerTests
{
    [TestMethod]
    public void Resize_SameSize_CopiesIntoPlanes()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

        Assert.AreSequenceEqual<byte>([1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12], Resize(pixels, 2, 2, PixelLayout.Rgb, 2, 2));
    }

    [TestMethod]
    public void Resize_HalfSize_AveragesBlocks()
    {
        byte[] grey = [0, 10, 20, 30, 4, 6, 200, 250];    // 2 rows of 4

        Assert.AreSequenceEqual<byte>([5, 125], Red(grey, 2, 4, 1, 2));
    }

    [TestMethod]
    public void Resize_ThreeToTwo_CountsTheMiddlePixelHalf() =>
        Assert.AreSequenceEqual<byte>([20, 70], Red([0, 60, 75], 1, 3, 1, 2));    // (0 + 60/2) / 1.5 and (60/2 + 75) / 1.5

    [TestMethod]
    public void Resize_DoubleSize_InterpolatesBetweenCentres() =>
        Assert.AreSequenceEqual<byte>([0, 25, 75, 100], Red([0, 100], 1, 2, 1, 4));

    [TestMethod]
    public void Resize_OnePixel_FillsTheFrame() =>
        Assert.AreSequenceEqual<byte>([42, 42, 42, 42, 42, 42], Red([42], 1, 1, 2, 3));

    [TestMethod]
    public void Resize_BgraAndRgba_TakeTheSameColors()
    {
        Assert.AreSequenceEqual<byte>([3, 2, 1], Resize([1, 2, 3, 99], 1, 1, PixelLayout.Bgra, 1, 1));
        Assert.AreSequenceEqual<byte>([1, 2, 3], Resize([1, 2, 3, 99], 1, 1, PixelLayout.Rgba, 1, 1));
    }

    [TestMethod]
    [DataRow(37, 53, 11, 17, DisplayName = "both shrink")]
    [DataRow(7, 9, 20, 31, DisplayName = "both grow")]
    [DataRow(31, 9, 8, 40, DisplayName = "one each way")]
    [DataRow(5, 5, 4, 6, DisplayName = "nearly the same")]
    [DataRow(2, 3, 1, 1, DisplayName = "to one pixel")]
    public void Resize_AnySize_EqualsTheDefinition(int sourceHeight, int sourceWidth, int height, int width)
    {
        var grey = new byte[sourceHeight * sourceWidth];
        new Random(5).NextBytes(grey);

        var actual = Red(grey, sourceHeight, sourceWidth, height, width);

        for (var i = 0; i < actual.Length; i++)
        {
            var expected = 0.0;
            for (var j = 0; j < grey.Length; j++)
                expected += grey[j]
                    * Weight(j / sourceWidth, i / width, sourceHeight, height)
                    * Weight(j % sourceWidth, i % width, sourceWidth, width);
            Assert.AreEqual(expected, actual[i], 0.501, $"row {i / width}, column {i % width}");
        }
    }

    [TestMethod]
    public void Resize_AfterAnotherSize_DoesNotRemember()
    {
        var resizer = new FrameResizer(2, 2);
        var planar = new byte[12];
        resizer.Resize(new byte[5 * 7 * 4], 7 * 4, 5, 7, PixelLayout.Rgba, planar);
        resizer.Resize([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2 * 3, 2, 2, PixelLayout.Rgb, planar);

        Assert.AreSequenceEqual<byte>([1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12], planar);
    }

    [TestMethod]
    public void Nearest_AnySizes_TakesTheCentre()
    {
        Assert.AreSequenceEqual([0, 1, 2, 3], LabelSampler.Nearest(4, 4));
        Assert.AreSequenceEqual([1, 4], LabelSampler.Nearest(6, 2));
        Assert.AreSequenceEqual([1, 3], LabelSampler.Nearest(4, 2));
        Assert.AreSequenceEqual([0, 0, 0, 1, 1, 1], LabelSampler.Nearest(2, 6));
    }

    // The share of source pixel j in target pixel i, straight from the definition.
    private static double Weight(int j, int i, int source, int target)
    {
        var scale = (double)source / target;
        if (source > target)
            return Math.Max(0, Math.Min((i + 1) * scale, j + 1) - Math.Max(i * scale, j)) / scale;
        var center = Math.Clamp(((i + 0.5) * scale) - 0.5, 0, source - 1);
        return Math.Max(0, 1 - Math.Abs(center - j));
    }

    private static byte[] Red(byte[] grey, int sourceHeight, int sourceWidth, int height, int width)
    {
        byte[] rgb = [.. grey.SelectMany(value => new[] { value, value, value })];
        var planar = Resize(rgb, sourceHeight, sourceWidth, PixelLayout.Rgb, height, width);
        var plane = height * width;
        Assert.AreSequenceEqual(planar[..plane], planar[plane..(2 * plane)]);
        Assert.AreSequenceEqual(planar[..plane], planar[(2 * plane)..]);
        return planar[..plane];
    }

    private static byte[] Resize(byte[] pixels, int sourceHeight, int sourceWidth, PixelLayout layout, int height, int width)
    {
        var planar = new byte[3 * height * width];
        new FrameResizer(height, width).Resize(pixels, sourceWidth * layout.Stride, sourceHeight, sourceWidth, layout, planar);
        return planar;
    }
}

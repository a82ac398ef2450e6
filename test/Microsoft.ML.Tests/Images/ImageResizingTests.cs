using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Tests;

/// <summary>Resized images against what ML.NET 5.0 makes of them: exactly where it takes the nearest pixel, within 3 of 255 where it
/// interpolates in 8 bits.</summary>
[TestClass]
public sealed class ImageResizingTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Fill_TakesTheNearestPixel() => AssertBlueAndGreen("0,255 14,245 28,235 42,225 98,185 112,175 126,165 140,155 196,115 210,105 224,95 238,85",
        Resize(4, 3, ImageResizingEstimator.ResizingKind.Fill), tolerance: 0);

    [TestMethod]
    public void IsoPad_FitsTheWholeImage_AndLeavesTheRestZero()
    {
        var pixels = Resize(4, 3, ImageResizingEstimator.ResizingKind.IsoPad);

        AssertBlueAndGreen("56,215 65,208 75,201 84,195 154,145 163,139 173,131 182,125 0,0 0,0 0,0 0,0", pixels, tolerance: 3);
        Assert.AreSequenceEqual(new byte[] { 255, 0 }, new[] { pixels[3], pixels[35] });   // alpha within and beside the image
    }

    [TestMethod]
    [DataRow(ImageResizingEstimator.Anchor.Left, "8,249 18,242 27,236 69,206 79,199 88,192 130,162 140,155 150,148 191,118 201,111 211,104")]
    [DataRow(ImageResizingEstimator.Anchor.Right,
        "27,236 37,228 47,221 88,192 98,185 108,178 150,148 160,141 169,134 211,104 221,97 231,90")]
    [DataRow(ImageResizingEstimator.Anchor.Center,
        "18,242 27,236 37,228 79,199 88,192 98,185 140,155 150,148 160,141 201,111 211,104 221,97")]
    [DataRow(ImageResizingEstimator.Anchor.Top, "18,242 27,236 37,228 79,199 88,192 98,185 140,155 150,148 160,141 201,111 211,104 221,97")]
    public void IsoCrop_Reducing_KeepsTheAnchoredPart(ImageResizingEstimator.Anchor anchor, string blueAndGreen) =>
        AssertBlueAndGreen(blueAndGreen, Resize(3, 4, ImageResizingEstimator.ResizingKind.IsoCrop, anchor), tolerance: 3);

    [TestMethod]
    [DataRow(ImageResizingEstimator.Anchor.Top, "0,255 0,255 4,252 8,250 11,247 15,245 18,242 22,240 25,237 29,235 32,232 36,229 39,227 41,226")]
    [DataRow(ImageResizingEstimator.Anchor.Bottom,
        "110,176 112,175 115,173 119,170 122,168 126,165 130,163 133,160 137,158 140,155 144,153 147,150 151,147 152,146")]
    [DataRow(ImageResizingEstimator.Anchor.Center,
        "36,229 38,228 41,226 45,223 48,221 52,218 55,216 59,213 62,211 66,208 69,206 73,203 76,200 78,199")]
    public void IsoCrop_Enlarging_InterpolatesByACubic(ImageResizingEstimator.Anchor anchor, string firstRow) =>
        AssertBlueAndGreen(firstRow, Resize(14, 5, ImageResizingEstimator.ResizingKind.IsoCrop, anchor)[..56], tolerance: 1);

    [TestMethod]
    public void ImageOfTheSizeAskedFor_GoesThrough() =>
        Assert.AreSequenceEqual(Pixels(), Resize(7, 5, ImageResizingEstimator.ResizingKind.IsoPad));

    [TestMethod]
    public void Reducing_ByMoreThanHalf_AveragesPixels()
    {
        using var image = MLImage.CreateFromPixels(8, 8, MLPixelFormat.Bgra32,
            Enumerable.Range(0, 64).SelectMany(i => new byte[] { (byte)(i % 2 * 200), (byte)(i / 8 % 2 * 100), 40, 255 }).ToArray());

        AssertBlueAndGreen("100,50 100,50 100,50 100,50",
            Resize(image, 2, 2, ImageResizingEstimator.ResizingKind.IsoCrop, ImageResizingEstimator.Anchor.Center), tolerance: 1);
    }

    // 7x5: blue rises by 7 and green falls by 5 from pixel to pixel.
    private static byte[] Pixels() => Enumerable.Range(0, 35).SelectMany(i =>
        new byte[] { (byte)(i * 7), (byte)(255 - (i * 5)), (byte)(i * i % 251), 255 }).ToArray();

    private byte[] Resize(int width, int height, ImageResizingEstimator.ResizingKind kind,
        ImageResizingEstimator.Anchor anchor = ImageResizingEstimator.Anchor.Center)
    {
        using var image = MLImage.CreateFromPixels(7, 5, MLPixelFormat.Bgra32, Pixels());
        return Resize(image, width, height, kind, anchor);
    }

    private byte[] Resize(MLImage image, int width, int height, ImageResizingEstimator.ResizingKind kind,
        ImageResizingEstimator.Anchor anchor)
    {
        DataViewTypeManager.Register(new ImageDataViewType(), typeof(MLImage));
        var data = _mlContext.Data.LoadFromEnumerable([new ImageRow { Image = image }]);
        var resized = _mlContext.Transforms.ResizeImages("Resized", width, height, "Image", kind, anchor).Fit(data).Transform(data);
        foreach (var result in resized.GetColumn<MLImage>("Resized"))
        {
            Assert.AreEqual((width, height), (result.Width, result.Height));
            return result.Pixels.ToArray();
        }
        throw new AssertFailedException("There is no row.");
    }

    private static void AssertBlueAndGreen(string expected, byte[] pixels, int tolerance)
    {
        var values = expected.Split(' ', ',').Select(int.Parse).ToArray();
        Assert.HasCount(pixels.Length / 2, values);
        for (int i = 0; i < values.Length; i++)
            Assert.AreEqual(values[i], pixels[(i / 2 * 4) + (i % 2)], tolerance, $"pixel {i / 2}, channel {i % 2}");
    }

    private sealed class ImageRow
    {
        public MLImage? Image { get; set; }
    }
}

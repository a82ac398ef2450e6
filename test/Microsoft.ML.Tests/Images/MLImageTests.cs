using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class MLImageTests
{
    // 16x8, blue = 16x, green = 30y, red = 255 - 8x - 8y, written at quality 100 by libjpeg-turbo.
    private const string Jpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/2wBDAQEBAQ"
        + "EBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAARCAAIABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAA"
        + "AAAAAAMG/8QAIxAAAAMGBwAAAAAAAAAAAAAAAAExAgQJEVFxFSElRKGk4v/EABUBAQEAAAAAAAAAAAAAAAAAAAYH/8QAJxEAAAEICwAAAAAAAAAAAAAAAQACAwQHCCVBCR"
        + "EWJjEyQ1NUYWT/2gAMAwEAAhEDEQA/AJvcOpSwLr+bFMjqM29Q6l0Ku25zZua0kACA0VTfWmXbjfDDKlwqMHfJQ+C/k8pFAtrJNpLUwO93QF//2Q==";

    public static IEnumerable<TestDataRow<(string Name, byte[] Pixels, byte[] Bgr)>> Pngs =>
    [
        new(("grey8", [0, 0, 0, 255, 100, 100, 100, 255], [0, 0, 0, 100, 100, 100])),
        new(("grey16", [3, 3, 3, 255, 156, 156, 156, 255], [3, 3, 3, 156, 156, 156])),
        new(("rgb8", [30, 20, 10, 255, 60, 50, 40, 255], [30, 20, 10, 60, 50, 40])),
        new(("rgb16", [11, 7, 3, 255, 234, 195, 156, 255], [11, 7, 3, 234, 195, 156])),
        new(("rgba8", [100, 75, 50, 128, 0, 1, 0, 1], [199, 149, 100, 0, 255, 0])),
        new(("palette", [6, 5, 4, 255, 3, 2, 1, 255], [6, 5, 4, 3, 2, 1])),
    ];

    [TestMethod]
    [DynamicData(nameof(Pngs))]
    public void CreateFromStream_OfPng_IsPremultipliedBgra(string name, byte[] pixels, byte[] bgr)
    {
        using var image = MLImage.CreateFromStream(new MemoryStream(PngWriter.Encode(Png(name))));

        Assert.AreEqual(MLPixelFormat.Bgra32, image.PixelFormat);
        Assert.AreEqual((2, 1, 32, null), (image.Width, image.Height, image.BitsPerPixel, image.Tag));
        Assert.AreSequenceEqual(pixels, image.Pixels.ToArray());
        Assert.AreSequenceEqual(bgr, image.GetBGRPixels);
    }

    [TestMethod]
    public void CreateFromStream_OfJpeg_IsOpaqueBgra()
    {
        using var image = MLImage.CreateFromStream(new MemoryStream(Convert.FromBase64String(Jpeg)));

        Assert.AreEqual((16, 8, MLPixelFormat.Bgra32), (image.Width, image.Height, image.PixelFormat));
        Assert.AreSequenceEqual(new byte[] { 0, 8, 239, 255, 9, 8, 234, 255, 24, 7, 228, 255, 41, 8, 219, 255 },
            image.Pixels[..16].ToArray());
        Assert.AreSequenceEqual(new byte[] { 8, 30, 242, 255, 15, 31, 238, 255 }, image.Pixels.Slice(64, 8).ToArray());
    }

    [TestMethod]
    [DataRow("out.png", 0)]
    [DataRow("out.PNG", 0)]
    [DataRow("out.jpg", 12)]
    [DataRow("out.jpeg", 12)]
    public void Save_ByExtension_ReadsBack(string name, int tolerance)
    {
        using var folder = new TempFolder();
        using var image = Gradient();
        image.Save(folder.File(name));
        using var back = MLImage.CreateFromFile(folder.File(name));

        Assert.AreEqual((16, 8), (back.Width, back.Height));
        for (int i = 0; i < back.Pixels.Length; i++) Assert.AreEqual(image.Pixels[i], back.Pixels[i], tolerance, $"byte {i}");
    }

    [TestMethod]
    public void Save_AsPng_KeepsAlpha_AndUndoesThePremultiplication()
    {
        using var folder = new TempFolder();
        using var image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [100, 120, 40, 128, 9, 8, 7, 0]);
        image.Save(folder.File("out.png"));

        Assert.AreSequenceEqual(new byte[] { 80, 239, 199, 128, 0, 0, 0, 0 }, PngReader.Read(folder.File("out.png")).Bytes);
        Assert.AreSequenceEqual(new byte[] { 199, 239, 80, 0, 0, 0 }, image.GetBGRPixels);
    }

    [TestMethod]
    [DataRow("out.tif")]
    [DataRow("out.bmp")]
    [DataRow("out")]
    public void Save_AsAnotherFormat_Throws(string name)
    {
        using var image = Gradient();

        Assert.AreEqual("imagePath", Assert.ThrowsExactly<ArgumentException>(() => image.Save(name)).ParamName);
    }

    [TestMethod]
    public void CreateFromPixels_KeepsFormatAndBytes()
    {
        using var image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Rgba32, [10, 20, 30, 255, 40, 50, 60, 255]);
        image.Tag = "a";

        Assert.AreEqual((MLPixelFormat.Rgba32, "a"), (image.PixelFormat, image.Tag));
        Assert.AreSequenceEqual(new byte[] { 10, 20, 30, 255, 40, 50, 60, 255 }, image.Pixels.ToArray());
        Assert.AreSequenceEqual(new byte[] { 30, 20, 10, 60, 50, 40 }, image.GetBGRPixels);
    }

    [TestMethod]
    public void Disposed_Throws()
    {
        var image = Gradient();
        image.Dispose();
        image.Dispose();

        Assert.Contains("disposed", Assert.ThrowsExactly<InvalidOperationException>(() => image.Width).Message);
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Pixels.Length);
        Assert.ThrowsExactly<InvalidOperationException>(() => image.GetBGRPixels);
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Tag);
    }

    [TestMethod]
    public void BadInput_Throws()
    {
        Assert.AreEqual("imageStream", Assert.ThrowsExactly<ArgumentException>(() =>
            MLImage.CreateFromStream(new MemoryStream([1, 2, 3]))).ParamName);
        Assert.AreEqual("imagePath", Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromFile("/no/such/image.png")).ParamName);
        Assert.ThrowsExactly<ArgumentNullException>(() => MLImage.CreateFromFile(null));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(2, 2, MLPixelFormat.Bgra32, new byte[3]));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, 1, MLPixelFormat.Unknown, new byte[4]));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(0, 1, MLPixelFormat.Bgra32, []));
    }

    private static PngImage Png(string name) => name switch
    {
        "grey8" => PngImage.Grey8(2, 1, [0, 100]),
        "grey16" => PngImage.Grey16(2, 1, [1000, 40000]),
        "rgb8" => PngImage.Rgb8(2, 1, [10, 20, 30, 40, 50, 60]),
        "rgb16" => PngImage.Rgb16(2, 1, [1000, 2000, 3000, 40000, 50000, 60000]),
        "rgba8" => PngImage.Rgba8(2, 1, [100, 150, 200, 128, 10, 250, 3, 1]),
        _ => PngImage.Palette8(2, 1, [1, 0], [1, 2, 3, 4, 5, 6]),
    };

    private static MLImage Gradient()
    {
        var pixels = new byte[16 * 8 * 4];
        for (int i = 0; i < pixels.Length; i += 4)
        {
            (int x, int y) = (i / 4 % 16, i / 64);
            (pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]) = ((byte)(8 * x), (byte)(8 * x + 4 * y), (byte)(255 - 8 * x), 255);
        }
        return MLImage.CreateFromPixels(16, 8, MLPixelFormat.Bgra32, pixels);
    }
}

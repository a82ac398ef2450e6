using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FrameDecoderTests
{
    private static readonly byte[] s_pixels = [.. Enumerable.Range(0, 8 * 16 * 3).Select(i => (byte)(i * 11))];

    [TestMethod]
    public void Decode_PngFileAndImageInMemory_GiveTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("frame.png", PngImage.Rgb8(16, 8, s_pixels));
        using var image = MLImage.CreateFromPixels(16, 8, MLPixelFormat.Rgba32, Rgba(s_pixels));
        var decoder = new FrameDecoder(5, 7);
        var (fromFile, fromImage) = (new byte[decoder.Length], new byte[decoder.Length]);

        decoder.Decode(path, fromFile);
        decoder.Decode(image, fromImage);

        Assert.AreSequenceEqual(fromFile, fromImage);
        Assert.IsGreaterThan(20, fromFile.Distinct().Count());
    }

    [TestMethod]
    public void Decode_Jpeg_IsCloseToTheOriginal()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "frame.jpg");
        var grey = Rgba([.. Enumerable.Repeat((byte)90, 8 * 16 * 3)]);
        using (var image = MLImage.CreateFromPixels(16, 8, MLPixelFormat.Rgba32, grey))
            image.Save(path);
        var decoder = new FrameDecoder(4, 4);
        var planar = new byte[decoder.Length];

        decoder.Decode(path, planar);

        foreach (var value in planar)
            Assert.AreEqual(90.0, value, 2.0);
        Assert.AreEqual(new ImageSize(16, 8), ImageSize.Read(path));
    }

    [TestMethod]
    public void Decode_NotAnImage_NamesFile()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "frame.jpg");
        File.WriteAllText(path, "not an image");
        var decoder = new FrameDecoder(4, 4);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => decoder.Decode(path, new byte[decoder.Length]));

        Assert.Contains("frame.jpg", e.Message);
        Assert.IsNull(ImageSize.Read(path));
    }

    private static byte[] Rgba(byte[] rgb) => [.. rgb.Chunk(3).SelectMany(pixel => pixel.Append(byte.MaxValue))];
}

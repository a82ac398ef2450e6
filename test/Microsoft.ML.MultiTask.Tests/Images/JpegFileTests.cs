using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class JpegFileTests
{
    private static readonly byte[] s_jpeg = Encode();

    [TestMethod]
    public void HasEnd_WholeFile_IsTrue()
    {
        Assert.IsTrue(JpegFile.IsJpeg(s_jpeg));
        Assert.IsTrue(JpegFile.HasEnd(s_jpeg));
        Assert.IsTrue(JpegFile.HasEnd([.. s_jpeg, 0, 0, 0]), "some cameras pad their files");
    }

    [TestMethod]
    public void HasEnd_CutAnywhere_IsFalse()
    {
        for (var length = 3; length < s_jpeg.Length; length++)
            Assert.IsFalse(JpegFile.HasEnd(s_jpeg.AsSpan(0, length)), $"{length} of {s_jpeg.Length} bytes");
    }

    // A preview within a segment has an end mark of its own, which is not the file's.
    [TestMethod]
    public void HasEnd_EndMarkWithinASegment_DoesNotCount()
    {
        byte[] segment = [0xFF, 0xE1, 0x00, 0x08, 0xFF, 0xD8, 0xFF, 0xD9, 0x00, 0x00];

        Assert.IsTrue(JpegFile.HasEnd([.. s_jpeg[..2], .. segment, .. s_jpeg[2..]]));
        Assert.IsFalse(JpegFile.HasEnd([.. s_jpeg[..2], .. segment, .. s_jpeg[2..^2]]));
    }

    [TestMethod]
    public void IsJpeg_OtherFiles_IsFalse()
    {
        Assert.IsFalse(JpegFile.IsJpeg([]));
        Assert.IsFalse(JpegFile.IsJpeg("BM a bitmap"u8));
    }

    [TestMethod]
    public void Decode_CutJpeg_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "frame.jpg");
        File.WriteAllBytes(path, s_jpeg[..^40]);
        var decoder = new FrameDecoder(4, 4);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => decoder.Decode(path, new byte[decoder.Length]));

        Assert.Contains("frame.jpg", e.Message);
        Assert.Contains("cut short", e.Message);
    }

    private static byte[] Encode()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "frame.jpg");
        byte[] pixels = [.. Enumerable.Range(0, 32 * 16 * 4).Select(i => (byte)(i * i / 7))];
        using (var image = MLImage.CreateFromPixels(32, 16, MLPixelFormat.Rgba32, pixels))
            image.Save(path);
        return File.ReadAllBytes(path);
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Common decoders fill the missing part of a JPEG that is cut short with grey and report nothing; FrameDecoder reports it.</summary>
[TestClass]
public sealed class JpegFrameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FrameDecoder _decoder = new(16, 32);
    private readonly byte[] _jpeg;

    public JpegFrameTests()
    {
        byte[] pixels = [.. Enumerable.Range(0, 32 * 16 * 4).Select(i => (byte)(i * i / 7))];
        using (var image = MLImage.CreateFromPixels(32, 16, MLPixelFormat.Rgba32, pixels))
            image.Save(FilePath);
        _jpeg = File.ReadAllBytes(FilePath);
    }

    private string FilePath => Path.Combine(_folder.Path, "frame.jpg");

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Decode_WholeFile_IsWhatMLImageReads()
    {
        var expected = new byte[_decoder.Length];
        using (var image = MLImage.CreateFromFile(FilePath))
            _decoder.Decode(image, expected);

        Assert.AreSequenceEqual(expected, Decode(_jpeg));
        Assert.AreSequenceEqual(expected, Decode([.. _jpeg, 0, 0, 0]), "some cameras pad their files");
    }

    [TestMethod]
    public void Decode_CutAnywhere_NamesTheFile()
    {
        for (var length = 3; length < _jpeg.Length; length++)
        {
            var e = Assert.ThrowsExactly<InvalidDataException>(() => Decode(_jpeg[..length]), $"{length} of {_jpeg.Length} bytes");
            Assert.Contains("frame.jpg", e.Message);
        }
        Assert.Contains("cut short", Assert.ThrowsExactly<InvalidDataException>(() => Decode(_jpeg[..^1])).Message);
    }

    // A preview within a segment has an end mark of its own, which is not the file's.
    [TestMethod]
    public void Decode_EndMarkWithinASegment_DoesNotCount()
    {
        byte[] segment = [0xFF, 0xE1, 0x00, 0x08, 0xFF, 0xD8, 0xFF, 0xD9, 0x00, 0x00];

        Assert.AreSequenceEqual(Decode(_jpeg), Decode([.. _jpeg[..2], .. segment, .. _jpeg[2..]]));
        Assert.ThrowsExactly<InvalidDataException>(() => Decode([.. _jpeg[..2], .. segment, .. _jpeg[2..^2]]));
    }

    private byte[] Decode(byte[] file)
    {
        File.WriteAllBytes(FilePath, file);
        var planar = new byte[_decoder.Length];
        _decoder.Decode(FilePath, planar);
        return planar;
    }
}

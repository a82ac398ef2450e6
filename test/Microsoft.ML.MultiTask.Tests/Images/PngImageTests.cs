namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PngImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [TestMethod]
    public void Write_16BitLabels_ReadBackTheSame()
    {
        ushort[] samples = [0, 1, 255, 256, 65534, 65535];
        var path = Path.Combine(_folder.Path, "label.png");

        PngImage.Rgb16(2, 1, samples).Write(path);
        var read = PngImage.Read(path);

        Assert.AreEqual((2, 1, 3, 16, PngColorType.Rgb), (read.Width, read.Height, read.Channels, read.BitDepth, read.ColorType));
        Assert.AreSequenceEqual(samples, read.Words);
        Assert.IsEmpty(read.Bytes);
        Assert.IsEmpty(read.Palette);
    }

    [TestMethod]
    public void Write_Stream_StaysOpenBehindTheImage()
    {
        using var stream = new MemoryStream();
        PngImage.Grey8(1, 1, [7]).Write(stream);
        var length = (int)stream.Position;
        stream.WriteByte(1);

        Assert.AreSequenceEqual<byte>([7], PngImage.Read(stream.ToArray().AsSpan(0, length)).Bytes);
    }

    [TestMethod]
    public void Write_ExistingFile_ReplacesIt()
    {
        var path = _folder.Write("a.png", PngImage.Grey8(1, 1, [1]));

        PngImage.Grey8(1, 1, [2]).Write(path);

        Assert.AreSequenceEqual<byte>([2], PngImage.Read(path).Bytes);
        Assert.HasCount(1, Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    [DataRow("palette4.png", "4-bit palette", DisplayName = "4 bits")]
    [DataRow("rgb16-interlaced.png", "interlaced 16-bit RGB", DisplayName = "interlaced")]
    public void Write_FormatItDoesNotWrite_SaysWhich(string fixture, string format)
    {
        var image = PngImage.Read(Path.Combine(AppContext.BaseDirectory, "Images", "Fixtures", fixture));

        var e = Assert.ThrowsExactly<InvalidOperationException>(() => image.Write(Stream.Null));

        Assert.Contains(format, e.Message);
    }

    [TestMethod]
    public void Read_BytesThatAreNoPng_NamesThem()
    {
        var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read("no image"u8, "upload"));

        Assert.Contains("'upload'", e.Message);
    }

    [TestMethod]
    public void Rgb8_WrongSampleCount_SaysBoth()
    {
        var e = Assert.ThrowsExactly<ArgumentException>(() => PngImage.Rgb8(4, 2, new byte[8]));

        Assert.AreEqual("samples", e.ParamName);
        Assert.Contains("8-bit RGB image of 4x2 has 24 samples, but 8 were given", e.Message);
    }

    [TestMethod]
    [DataRow(0, DisplayName = "none")]
    [DataRow(4, DisplayName = "a part of an entry")]
    [DataRow(771, DisplayName = "257 entries")]
    public void Palette8_WrongPalette_Throws(int length)
    {
        var e = Assert.ThrowsExactly<ArgumentException>(() => PngImage.Palette8(1, 1, [0], new byte[length]));

        Assert.AreEqual("palette", e.ParamName);
    }

    [TestMethod]
    public void Grey8_NoPixels_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PngImage.Grey8(0, 1, []));

    public void Dispose() => _folder.Dispose();
}

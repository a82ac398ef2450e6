namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PngWriterTests
{
    private const int Width = 37;
    private const int Height = 11;

    internal static IEnumerable<object> Images =>
    [
        PngImage.Grey8(Width, Height, Bytes(1)),
        PngImage.Rgb8(Width, Height, Bytes(3)),
        PngImage.Rgba8(Width, Height, Bytes(4)),
        PngImage.Palette8(Width, Height, Bytes(1), [.. Enumerable.Range(0, 768).Select(i => (byte)(i * 5))]),
        PngImage.Grey16(Width, Height, Words(1)),
        PngImage.Rgb16(Width, Height, Words(3)),
    ];

    [TestMethod]
    [DynamicData(nameof(Images))]
    public void Write_Image_ReadsBackTheSame(object written)
    {
        var image = (PngImage)written;

        var read = PngImage.Read(Encode(image), "memory");

        Assert.AreEqual(image.Header, read.Header);
        Assert.AreSequenceEqual(image.Bytes, read.Bytes);
        Assert.AreSequenceEqual(image.Words, read.Words);
        Assert.AreSequenceEqual(image.Palette, read.Palette);
    }

    [TestMethod]
    public void Write_SmoothFrame_IsSmallerThanItsPixels()
    {
        var samples = Enumerable.Range(0, 64 * 64 * 3).Select(i => (byte)((i / 3 % 64) + (i / 192))).ToArray();

        Assert.IsLessThan(samples.Length / 20, Encode(PngImage.Rgb8(64, 64, samples)).Length);
    }

    private static byte[] Encode(PngImage image)
    {
        using var stream = new MemoryStream();
        image.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Bytes(int channels) =>
        [.. Enumerable.Range(0, Width * Height * channels).Select(i => (byte)((i * 37) ^ (i >> 3)))];

    private static ushort[] Words(int channels) =>
        [.. Enumerable.Range(0, Width * Height * channels).Select(i => (ushort)((i * 9973) ^ (i << 5)))];
}

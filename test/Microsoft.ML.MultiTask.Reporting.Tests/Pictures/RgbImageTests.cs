namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class RgbImageTests
{
    [TestMethod]
    public void FromPlanes_TwoPixels_InterleavesTheChannels()
    {
        var image = RgbImage.FromPlanes([1, 2, 3, 4, 5, 6], height: 1, width: 2);

        Assert.AreSequenceEqual(new byte[] { 1, 3, 5, 2, 4, 6 }, image.Samples.ToArray());
    }

    [TestMethod]
    public void FromPlanes_WrongLength_SaysBothLengths()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => RgbImage.FromPlanes(new byte[5], height: 1, width: 2));

        Assert.Contains("has 6 bytes, but was given 5", error.Message);
    }

    [TestMethod]
    public void ToPng_Decoded_IsTheSameImage()
    {
        var image = RgbImage.FromPlanes([.. Enumerable.Range(0, 3 * 4 * 5).Select(i => (byte)(i * 4))], height: 4, width: 5);

        var decoded = PngImage.Read(image.ToPng(), "image");

        Assert.AreEqual((4, 5), (decoded.Height, decoded.Width));
        Assert.AreSequenceEqual(image.Samples.ToArray(), decoded.Bytes);
    }
}

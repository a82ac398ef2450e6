using System.IO.Compression;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PngInflaterTests
{
    private static readonly Dictionary<string, byte[]> s_contents = new()
    {
        ["nothing"] = [],
        ["one byte"] = [7],
        ["zeros"] = new byte[100_000],
        ["noise"] = Bytes(70_000, random => random.Next(256)),
        ["skewed"] = Bytes(200_000, random => (int)(Math.Pow(random.NextDouble(), 6) * 256)),
        ["periods"] = [.. Enumerable.Range(1, 40).SelectMany(period => Enumerable.Range(0, 400).Select(i => (byte)(i % period * 5)))],
        ["far matches"] = [.. Enumerable.Repeat(Bytes(32_700, random => random.Next(256)), 3).SelectMany(block => block)],
    };

    public static IEnumerable<(string Content, CompressionLevel Level)> Streams =>
        from content in s_contents.Keys from level in Enum.GetValues<CompressionLevel>() select (content, level);

    [TestMethod]
    [DynamicData(nameof(Streams))]
    public void Inflate_Stream_GivesItsData(string content, CompressionLevel level)
    {
        var data = s_contents[content];

        Assert.AreSequenceEqual(data, Inflate(Compress(data, level), data.Length));
    }

    [TestMethod]
    [DynamicData(nameof(Streams))]
    public void Inflate_BytesAfterTheStream_AreIgnored(string content, CompressionLevel level)
    {
        var data = s_contents[content];

        Assert.AreSequenceEqual(data, Inflate([.. Compress(data, level), 1, 2, 3], data.Length));
    }

    [TestMethod]
    public void Inflate_MoreDataThanExpected_GivesTheFirst()
    {
        foreach (var (content, level) in Streams)
        {
            var data = s_contents[content];
            Assert.AreSequenceEqual(data[..(data.Length / 2)], Inflate(Compress(data, level), data.Length / 2));
        }
    }

    [TestMethod]
    public void Inflate_LessDataThanExpected_GivesWhatThereIs()
    {
        var data = s_contents["skewed"];

        Assert.AreSequenceEqual(data, Inflate(Compress(data, CompressionLevel.Optimal), data.Length + 5000));
    }

    /// <summary>A missing checksum is a cut too.</summary>
    [TestMethod]
    [DataRow("skewed", CompressionLevel.Optimal)]
    [DataRow("periods", CompressionLevel.Fastest)]
    [DataRow("noise", CompressionLevel.NoCompression)]
    public void Inflate_CutAnywhere_Throws(string content, CompressionLevel level)
    {
        var data = s_contents[content][..2000];
        var stream = Compress(data, level);
        for (var length = 0; length < stream.Length; length++)
            Assert.ThrowsExactly<InvalidDataException>(() => Inflate(stream[..length], data.Length), $"{length} of {stream.Length} bytes");
    }

    /// <summary>No change goes unnoticed: it raises, or does not touch the data.</summary>
    [TestMethod]
    [DataRow("skewed", CompressionLevel.Optimal)]
    [DataRow("periods", CompressionLevel.Fastest)]
    [DataRow("noise", CompressionLevel.NoCompression)]
    public void Inflate_ChangedBits_ThrowsOrGivesTheData(string content, CompressionLevel level)
    {
        var data = s_contents[content][..6000];
        var stream = Compress(data, level);
        var random = new Random(3);
        var errors = 0;
        for (var i = 0; i < 2000; i++)
        {
            var changed = (byte[])stream.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                changed[random.Next(Math.Min(i % 2 == 0 ? 120 : int.MaxValue, changed.Length))] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.IsTrue(data.AsSpan().SequenceEqual(Inflate(changed, data.Length)), "other data than was compressed");
            }
            catch (InvalidDataException)
            {
                errors++;
            }
        }
        Assert.IsGreaterThan(1800, errors);
    }

    [TestMethod]
    [DataRow(new byte[] { 0x78, 0x9C, 0x07 }, DisplayName = "block type 3")]
    [DataRow(new byte[] { 0x78, 0x9D, 0x03, 0x00, 0, 0, 0, 1 }, DisplayName = "header check")]
    [DataRow(new byte[] { 0x78, 0xBB, 0x03, 0x00, 0, 0, 0, 1 }, DisplayName = "dictionary")]
    [DataRow(new byte[] { 0x78, 0x9C, 0x01, 1, 0, 0, 0, 7 }, DisplayName = "stored length")]
    [DataRow(new byte[] { 0x78, 0x9C, 0x03, 0x02, 0, 0, 0, 0, 1 }, DisplayName = "distance")]
    [DataRow(new byte[] { 0x78, 0x9C, 0x03, 0x00, 0, 0, 0, 2 }, DisplayName = "checksum")]
    public void Inflate_DamagedStream_Throws(byte[] stream) =>
        Assert.ThrowsExactly<InvalidDataException>(() => Inflate(stream, 100));

    private static byte[] Inflate(byte[] stream, int expected)
    {
        byte[] source = [.. stream, .. Enumerable.Repeat((byte)0xA5, 32)];
        var target = new byte[expected];
        return target[..PngInflater.Inflate(source, stream.Length, target)];
    }

    private static byte[] Compress(byte[] data, CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, level, leaveOpen: true))
            zlib.Write(data);
        return stream.Length > 0 ? stream.ToArray() : [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1];    // nothing written: an empty stream by hand
    }

    private static byte[] Bytes(int count, Func<Random, int> value)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)value(random))];
    }
}

using System.IO.Compression;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class InflaterTests
{
    /// <summary>Data of every kind of block: literals, short and long matches, all distances, and bytes that do not compress.</summary>
    private static readonly Dictionary<string, byte[]> s_contents = new()
    {
        ["nothing"] = [],
        ["one byte"] = [7],
        ["zeros"] = new byte[100_000],
        ["noise"] = Bytes(70_000, random => random.Next(256)),
        ["few values"] = Bytes(200_000, random => random.Next(4)),
        ["skewed"] = Bytes(200_000, random => (int)(Math.Pow(random.NextDouble(), 6) * 256)),
        ["very skewed"] = Bytes(300_000, random => (int)Math.Min(255, -Math.Log2(1 - random.NextDouble()))),
        ["periods"] = [.. Enumerable.Range(1, 40).SelectMany(period => Enumerable.Range(0, 400).Select(i => (byte)(i % period * 5)))],
        ["far matches"] = [.. Enumerable.Repeat(Bytes(32_700, random => random.Next(256)), 3).SelectMany(block => block)],
    };

    public static IEnumerable<(string Content, CompressionLevel Level)> Streams =>
        from content in s_contents.Keys from level in Enum.GetValues<CompressionLevel>() select (content, level);

    [TestMethod]
    [DynamicData(nameof(Streams))]
    public void Decode_StreamOfZlib_GivesItsData(string content, CompressionLevel level)
    {
        byte[] data = s_contents[content], stream = Compress(data, level);

        Assert.AreSequenceEqual(data, Decode(stream, data.Length));
    }

    [TestMethod]
    public void Decode_AfterOtherStreams_KeepsNothingOfThem()
    {
        var inflater = new Inflater();
        foreach (var (content, level) in Streams.Concat(Streams.Reverse()))
            Assert.AreSequenceEqual(s_contents[content], Decode(Compress(s_contents[content], level), s_contents[content].Length, inflater));
    }

    [TestMethod]
    public void Decode_MoreDataThanExpected_StopsThere()
    {
        foreach (var (content, level) in Streams)
        {
            var data = s_contents[content];
            Assert.AreSequenceEqual(data[..(data.Length / 2)], Decode(Compress(data, level), data.Length / 2));
        }
    }

    [TestMethod]
    public void Decode_LessDataThanExpected_GivesWhatThereIs()
    {
        var data = s_contents["skewed"];

        Assert.AreSequenceEqual(data, Decode(Compress(data, CompressionLevel.Optimal), data.Length + 5000));
    }

    [TestMethod]
    [DataRow("skewed")]
    [DataRow("noise")]
    [DataRow("periods")]
    public void Decode_CutAnywhere_Throws(string content)
    {
        var data = s_contents[content][..2000];
        var stream = Compress(data, CompressionLevel.Optimal);
        for (var length = 0; length < stream.Length; length++)
            Assert.ThrowsExactly<InvalidDataException>(() => Decode(stream[..length], data.Length), $"{length} of {stream.Length} bytes");
    }

    /// <summary>Whatever bits are changed, the result is an error or what zlib makes of them.</summary>
    [TestMethod]
    [DataRow("skewed", CompressionLevel.Optimal)]
    [DataRow("very skewed", CompressionLevel.Optimal)]
    [DataRow("periods", CompressionLevel.Fastest)]
    [DataRow("noise", CompressionLevel.NoCompression)]
    public void Decode_ChangedBits_ThrowsOrDoesAsZlib(string content, CompressionLevel level)
    {
        var data = s_contents[content][..6000];
        var stream = Compress(data, level);
        var random = new Random(3);
        var inflater = new Inflater();
        var errors = 0;
        for (var i = 0; i < 4000; i++)
        {
            var changed = (byte[])stream.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                changed[random.Next(Math.Min(i % 2 == 0 ? 120 : int.MaxValue, changed.Length))] ^= (byte)(1 << random.Next(8));
            try
            {
                var decoded = Decode(changed, 100 * data.Length, inflater);
                Assert.IsTrue(decoded.AsSpan().SequenceEqual(DecodeByZlib(changed)));
            }
            catch (InvalidDataException)
            {
                errors++;
            }
        }
        Assert.IsGreaterThan(3500, errors);
    }

    [TestMethod]
    [DataRow(new byte[] { 0x78, 0x9C, 0x07 }, "block of a type", DisplayName = "block type 3")]
    [DataRow(new byte[] { 0x78, 0x9D, 0x03 }, "header", DisplayName = "header check")]
    [DataRow(new byte[] { 0x78, 0xBB, 0x03 }, "header", DisplayName = "dictionary")]
    [DataRow(new byte[] { 0x78, 0x9C, 0x01, 1, 0, 0, 0, 7 }, "stored block", DisplayName = "stored length")]
    [DataRow(new byte[] { 0x78, 0x9C, 0x03, 0x02, 0, 0, 0, 0, 1 }, "before its beginning", DisplayName = "distance")]
    [DataRow(new byte[] { 0x78, 0x9C, 0x03, 0x00, 0, 0, 0, 2 }, "checksum 00000001, but says 00000002", DisplayName = "checksum")]
    public void Decode_DamagedStream_SaysWhat(byte[] stream, string problem)
    {
        var e = Assert.ThrowsExactly<InvalidDataException>(() => Decode(stream, 100));

        Assert.Contains(problem, e.Message);
    }

    [TestMethod]
    public void Of_AnyData_IsTheChecksumOfZlib()
    {
        foreach (var data in s_contents.Values)
        {
            var (sum, sumOfSums) = (1u, 0u);
            foreach (var value in data)
            {
                sum = (sum + value) % 65521;
                sumOfSums = (sumOfSums + sum) % 65521;
            }
            Assert.AreEqual((sumOfSums << 16) | sum, Adler32.Of(data));
        }
    }

    private static byte[] Decode(byte[] stream, int expected, Inflater? inflater = null)
    {
        var source = new byte[stream.Length + Inflater.SourcePadding];
        var target = new byte[expected + Inflater.TargetPadding];
        stream.CopyTo(source, 0);
        source.AsSpan(stream.Length).Fill(0xA5);
        return target[..(inflater ?? new Inflater()).Decode(source, stream.Length, target, expected)];
    }

    private static byte[] DecodeByZlib(byte[] stream)
    {
        using var zlib = new ZLibStream(new MemoryStream(stream), CompressionMode.Decompress);
        using var data = new MemoryStream();
        zlib.CopyTo(data);
        return data.ToArray();
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

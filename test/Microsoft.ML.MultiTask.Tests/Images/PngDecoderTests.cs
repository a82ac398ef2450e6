using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Decodes files written by libpng 1.6: every bit depth and colour type, plain and interlaced, then with each row filter alone.</summary>
[TestClass]
public sealed class PngDecoderTests
{
    private const int Width = 21;
    private const int Height = 10;

    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "Images", "Fixtures");

    public static IEnumerable<string> Fixtures => Directory.EnumerateFiles(s_fixtures, "*.png").Select(Path.GetFileName).Order()!;

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void Read_FileOfLibpng_GivesExactSamples(string file)
    {
        var image = PngImage.Read(Path.Combine(s_fixtures, file));

        Assert.AreEqual((Width, Height), (image.Width, image.Height));
        Assert.StartsWith(NameOf(image.Header), file);
        Assert.AreEqual(file.Contains("interlaced", StringComparison.Ordinal), image.Header.IsInterlaced);
        for (var i = 0; i < Width * Height * image.Channels; i++)
        {
            var (x, y, c) = (i / image.Channels % Width, i / image.Channels / Width, i % image.Channels);
            var expected = ((x * 1237) + (y * 4391) + (c * 7919) + (x * y * 311)) & ((1 << image.Header.BitDepth) - 1);
            var actual = image.Header.BitDepth == 16 ? image.Words[i] : image.Bytes[i];
            Assert.AreEqual(expected, actual, $"column {x}, row {y}, channel {c}");
        }
        if (image.Header.ColorType == PngColorType.Palette)
        {
            Assert.HasCount(3 << image.Header.BitDepth, image.Palette);
            Assert.AreSequenceEqual<byte>([3, 254, 7], image.Palette[3..6]);
        }
    }

    [TestMethod]
    public void Fixtures_All_CoverEveryFormat() =>
        Assert.HasCount(15, Fixtures.Select(file => PngChunks.ReadHeader(Path.Combine(s_fixtures, file)).Format).Distinct());

    [TestMethod]
    public void ReadHeader_File_IsThatOfRead()
    {
        var path = Path.Combine(s_fixtures, "rgb16-interlaced.png");

        Assert.AreEqual(PngImage.Read(path).Header, PngChunks.ReadHeader(path));
        Assert.AreEqual(new PngHeader(Width, Height, 16, PngColorType.Rgb, IsInterlaced: true), PngChunks.ReadHeader(path));
    }

    [TestMethod]
    public void Read_CutAnywhere_SaysSo()
    {
        var file = Fixture("rgb8.png");
        for (var length = 0; length < file.Length; length++)
        {
            var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read(file.AsSpan(0, length), "cut.png"));
            Assert.Contains("'cut.png'", e.Message);
        }
    }

    [TestMethod]
    public void Read_AnyByteChanged_Throws()
    {
        var file = Fixture("grey8.png");
        for (var i = 0; i < file.Length; i++)
        {
            var changed = (byte[])file.Clone();
            changed[i] ^= 0x40;
            var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read(changed, "changed.png"), $"byte {i}");
            Assert.Contains("'changed.png'", e.Message);
        }
    }

    [TestMethod]
    public void Read_ChangedImageData_NamesChunkAndBothCrcs()
    {
        var file = Fixture("grey8.png");
        file[45] ^= 1;

        var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read(file, "a.png"));

        Assert.Contains("chunk IDAT at byte 33 is damaged: expected CRC", e.Message);
    }

    [TestMethod]
    public void Read_OtherFormat_ShowsWhatWasFound()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 74, 70, 73, 70];

        var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read(jpeg, "photo.png"));

        Assert.AreEqual(
            "PNG 'photo.png': expected it to begin with the PNG signature 89504E470D0A1A0A, but found FFD8FFE000104A46.", e.Message);
    }

    [TestMethod]
    public void Read_EmptyFile_SaysNoData()
    {
        var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read([], "empty.png"));

        Assert.EndsWith("but found no data.", e.Message);
    }

    [TestMethod]
    [DataRow(24, (byte)3, "bit depth 3 with colour type 0", DisplayName = "bit depth")]
    [DataRow(25, (byte)2, "bit depth 4 with colour type 2", DisplayName = "colour type")]
    [DataRow(28, (byte)2, "interlace 0 or 1, but found 0, 0 and 2", DisplayName = "interlace")]
    [DataRow(19, (byte)0, "width and height of at least 1, but found 0x10", DisplayName = "width")]
    [DataRow(16, (byte)127, "at most 65535 pixels a side", DisplayName = "a size that no memory holds")]
    public void Read_UndefinedHeader_NamesField(int position, byte value, string problem)
    {
        var file = Fixture("grey4.png");
        file[position] = value;
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc32.HashToUInt32(file.AsSpan(12, 17)));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read(file, "header.png"));

        Assert.Contains(problem, e.Message);
    }

    [TestMethod]
    public void Read_TooLittleImageData_SaysWhichRow()
    {
        var file = Fixture("grey8.png");
        file[23]++;    // one row more than the data holds
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc32.HashToUInt32(file.AsSpan(12, 17)));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read(file, "short.png"));

        Assert.Contains("ends in row 10 of 11", e.Message);
    }

    /// <summary>Chunks whose CRC is right around a compressed stream that is not.</summary>
    [TestMethod]
    public void Read_CompressedDataCutOrChanged_Throws()
    {
        var whole = PngWithData(Compressed([0, 1, 2, 0, 3, 4]));
        Assert.AreSequenceEqual<byte>([1, 2, 3, 4], PngImage.Read(whole, "whole.png").Bytes);
        var stream = Compressed([0, 1, 2, 0, 3, 4]);
        byte[][] damaged =
        [
            .. Enumerable.Range(1, stream.Length - 1).Select(length => stream[..length]),
            .. Enumerable.Range(1, 4).Select(i => Changed(stream, stream.Length - i)),
        ];
        foreach (var data in damaged)
        {
            var e = Assert.ThrowsExactly<InvalidDataException>(() => PngImage.Read(PngWithData(data), "bad.png"), $"{data.Length} bytes");
            Assert.StartsWith("PNG 'bad.png': ", e.Message);
        }
    }

    [TestMethod]
    public void Read_DataBehindTheLastRow_IsIgnored() =>
        Assert.AreSequenceEqual<byte>([1, 2, 3, 4], PngImage.Read(PngWithData(Compressed([0, 1, 2, 0, 3, 4, 9, 9, 9])), "long.png").Bytes);

    [TestMethod]
    public void Read_DataInSeveralChunks_IsJoined()
    {
        var stream = Compressed([0, 1, 2, 0, 3, 4]);

        Assert.AreSequenceEqual<byte>([1, 2, 3, 4], PngImage.Read(PngWithData(stream[..3], [], stream[3..]), "parts.png").Bytes);
    }

    [TestMethod]
    public void Decode_AfterLargerFiles_KeepsNothingOfThem()
    {
        var decoder = new PngDecoder();
        foreach (var file in Fixtures.Concat(Fixtures.Reverse()))
        {
            decoder.Decode(Path.Combine(s_fixtures, file));
            var (expected, actual) = (PngImage.Read(Path.Combine(s_fixtures, file)), decoder.ToImage());
            Assert.AreSequenceEqual(expected.Bytes, actual.Bytes, file);
            Assert.AreSequenceEqual(expected.Words, actual.Words, file);
        }
    }

    [TestMethod]
    public void Read_MissingFile_NamesIt()
    {
        var e = Assert.ThrowsExactly<FileNotFoundException>(() => PngImage.Read(Path.Combine(s_fixtures, "none.png")));

        Assert.Contains("none.png", e.Message);
    }

    private static byte[] Fixture(string file) => File.ReadAllBytes(Path.Combine(s_fixtures, file));

    /// <summary>An 8-bit grey image of 2x2 whose image data is given, compressed.</summary>
    private static byte[] PngWithData(params byte[][] data)
    {
        byte[] header = [0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0];
        return [.. Fixture("grey8.png")[..8], .. Chunk("IHDR"u8, header), .. data.SelectMany(part => Chunk("IDAT"u8, part)), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static byte[] Compressed(byte[] rows)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(rows);
        return stream.ToArray();
    }

    private static byte[] Changed(byte[] bytes, int index)
    {
        var changed = (byte[])bytes.Clone();
        changed[index] ^= 1;
        return changed;
    }

    private static string NameOf(PngHeader header) =>
        header.ColorType.ToString().ToLowerInvariant() + header.BitDepth;
}

using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using SkiaSharp;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Small files that ask for much memory or time: refused before either is spent.</summary>
[TestClass]
public sealed class BombTests : IDisposable
{
    private const long Little = 4 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly ImageFileReader _reader = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(100_000, 100_000)]
    [DataRow(65_536, 1)]
    [DataRow(1, 70_000)]
    [DataRow(8193, 8192)]
    [DataRow(int.MaxValue, int.MaxValue)]
    public void Png_HugeHeader_IsRefusedByEveryReader(int width, int height)
    {
        var path = Write("huge.png", Png(width, height, 8, PngColorType.Grey, [0]));
        foreach (var read in new Action[]
        {
            () => PngImage.Read(path), () => _ = ImageSize.Read(path), () => _reader.ReadClasses(path, ClassLabelEncoding.Motion),
            () => _reader.ReadDepth(path, DepthLabelEncoding.Kitti), () => _reader.ReadFrame(path, new ImageSize(2, 2), new byte[12]),
        })
            Assert.Contains($"the header says {width}x{height}", Refused(path, read));
    }

    [TestMethod]
    public void Png_LargestSize_WithLittleData_IsRefused()
    {
        var path = Write("empty.png", Png(8192, 8192, 16, PngColorType.Rgba, new byte[100]));
        Assert.Contains("cannot hold that", Refused(path, () => PngImage.Read(path)));
    }

    [TestMethod]
    public void Png_DataBombBehindTheImage_IsRefused()
    {
        var path = Write("bomb.png", Png(1, 1, 8, PngColorType.Grey, new byte[16 << 20]));
        Refused(path, () => PngImage.Read(path));
    }

    /// <summary>A decoder that skips a gigabyte of a small file, or reads it, must not have a buffer of that size.</summary>
    [TestMethod]
    public void Frame_DataFarBehindItsEnd_IsRefusedWithoutTheMemory()
    {
        var file = ImageKinds.Bmp();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 1 << 30);                      // where the pixels begin
        var path = Write("far.bmp", file);
        Refused(path, () => _reader.ReadFrame(path, new ImageSize(2, 2), new byte[12]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageSize.Read(path);
        Assert.IsLessThan(Little, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [DataRow("frame.jpg")]
    [DataRow("frame.bmp")]
    [DataRow("frame.webp")]
    public void Frame_HugeHeader_IsRefused(string name)
    {
        byte[] file = ImageKinds.Bmp();
        if (name.EndsWith("bmp", StringComparison.Ordinal))
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), 60_000);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), 60_000);
        }
        else if (name.EndsWith("jpg", StringComparison.Ordinal))
        {
            file = ImageKinds.Encoded(SKEncodedImageFormat.Jpeg);
            ((byte[])[0xFF, 0xDC, 0xFF, 0xDC]).CopyTo(file.AsSpan(file.AsSpan().IndexOf((byte[])[0xFF, 0xC0]) + 5));  // 65,500 x 65,500, libjpeg's most
        }
        else
        {
            file = ImageKinds.Encoded(SKEncodedImageFormat.Webp);
            file.AsSpan(file.AsSpan().IndexOf((byte[])[0x9D, 0x01, 0x2A]) + 3, 4).Fill(0x3F);     // 16,191 x 16,191
        }
        var path = Write(name, file);
        Assert.Contains("expected at most", Refused(path, () => _reader.ReadFrame(path, new ImageSize(2, 2), new byte[12])));
    }

    [TestMethod]
    public void Model_ZipBomb_IsRefused()
    {
        var path = Write("bomb.zip", Zip(("zeros", new byte[80 << 20])));
        Assert.Contains("would take over", Refused(path, () => Load(path)));
    }

    [TestMethod]
    public void Model_DirectoryThatUnderstatesALength_IsRefused()
    {
        var zip = Zip(("part", new byte[1000]));
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 24), 10);
        var path = Write("lie.zip", zip);
        Assert.Contains("'part' cannot be read", Refused(path, () => Load(path)));
    }

    /// <summary>ML.NET loads the assembly that a model names for its transformer, and reports a name that is none as an IOException.</summary>
    [TestMethod]
    [DataRow("Microsoft.ML.Multi,=sk")]
    [DataRow("Microsoft.ML.MultiTusk")]
    public void Model_OfAnotherAssembly_IsRefused(string assembly)
    {
        var model = SavedStreams.Zip("LOADNONE", typeof(LoadFramesTransformer), []);
        using (var stream = new MemoryStream())
        {
            stream.Write(model);
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
            {
                var entry = zip.Entries.Single(entry => entry.FullName.EndsWith("Model.key", StringComparison.Ordinal));
                var bytes = new byte[entry.Length];
                using var content = entry.Open();
                content.ReadExactly(bytes);
                Encoding.Unicode.GetBytes(assembly).CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("Microsoft.ML.MultiTask"))));
                content.Position = 0;
                content.Write(bytes);
            }
            model = stream.ToArray();
        }
        var path = Write("model.zip", model);
        Refused(path, () => Load(path));
    }

    [TestMethod]
    public void Model_DeepFolders_AreRefused()
    {
        var path = Write("deep.zip", Zip((string.Concat(Enumerable.Repeat("TransformerChain\\", 40)) + "Model.key", [])));
        Assert.Contains("folders deep", Refused(path, () => Load(path)));
    }

    [TestMethod]
    [DataRow("""{"Format":1,"Parts":[{"Name":"a","Length":2147483647,"Sha256":""}]}""", "is missing")]
    [DataRow("""{"Format":1,"Parts":[{"Name":"a","Length":-1,"Sha256":""}]}""", "must list each part once")]
    [DataRow("""{"Format":1,"Parts":[{"Name":"a","Length":1,"Sha256":""},{"Name":"a","Length":1,"Sha256":""}]}""", "must list each part once")]
    [DataRow("""{"Format":1,"Parts":[null]}""", "must list each part once")]
    [DataRow("""{"Format":1}""", "cannot be read")]
    [DataRow("null", "cannot be read")]
    [DataRow("[[[[[[", "cannot be read")]
    public void Manifest_OfOtherContent_IsRefused(string manifest, string problem)
    {
        var path = Write("model.zip", SavedStreams.WithManifest(Encoding.UTF8.GetBytes(manifest)));
        Assert.Contains(problem, Refused(path, () => Load(path)));
    }

    [TestMethod]
    [DataRow("""{"x":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,4]}}""")]
    [DataRow("""{"x":{"dtype":"U8","shape":[1152921504606846976],"data_offsets":[0,1152921504606846976]}}""")]
    [DataRow("""{"x":{"dtype":"U8","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}""")]
    [DataRow("""{"x":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""")]
    public void Safetensors_HugeTensors_AreRefused(string header)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var path = Write("huge.safetensors", [.. BitConverter.GetBytes((long)json.Length), .. json]);
        Refused(path, () => Safetensors.Load(path));
    }

    [TestMethod]
    public void Encoding_LongOrNull_IsRefusedInShort()
    {
        Assert.IsLessThan(1000, Assert.ThrowsExactly<InvalidDataException>(() => LabelEncoding.FromJson(new string(' ', 1 << 20))).Message.Length);
        Assert.IsLessThan(1000, Assert.ThrowsExactly<InvalidDataException>(() => LabelEncoding.FromJson(new string('[', 1 << 20))).Message.Length);
        Assert.Contains("null", Assert.ThrowsExactly<InvalidDataException>(
            () => LabelEncoding.FromJson("""{"kind":"class","classCount":2,"classNames":["a",null]}""")).Message);
    }

    private static void Load(string path) => new MLContext(1).MultiTask().Load(path, out _);

    private string Write(string name, byte[] file)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, file);
        return path;
    }

    /// <summary>The message of the refusal, which names the file and took little memory.</summary>
    private static string Refused(string path, Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.ThrowsExactly<InvalidDataException>(read);
        Assert.IsLessThan(Little, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Contains(path, e.Message);
        return e.Message;
    }

    private static byte[] Png(int width, int height, int bits, PngColorType type, byte[] rows)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(rows);
        return
        [
            .. PngChunks.Signature, .. Chunk("IHDR"u8, new PngHeader(width, height, bits, type).ToBytes()), .. Chunk("IDAT"u8, data.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(content);
            }
        }
        return stream.ToArray();
    }
}

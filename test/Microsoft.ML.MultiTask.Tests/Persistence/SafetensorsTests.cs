using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SafetensorsTests
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [TestCleanup]
    public void DisposeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(ScalarType.Float64)]
    [DataRow(ScalarType.Float32)]
    [DataRow(ScalarType.Float16)]
    [DataRow(ScalarType.BFloat16)]
    [DataRow(ScalarType.Int64)]
    [DataRow(ScalarType.Int32)]
    [DataRow(ScalarType.Int16)]
    [DataRow(ScalarType.Int8)]
    [DataRow(ScalarType.Byte)]
    [DataRow(ScalarType.Bool)]
    public void SaveLoad_EveryElementType_GivesTheSameBytes(ScalarType type)
    {
        using var tensor = torch.arange(24).reshape(2, 3, 4).to(type);

        using var loaded = RoundTrip(("x", tensor))["x"];

        Assert.AreEqual(type, loaded.dtype);
        Assert.AreSequenceEqual(tensor.shape, loaded.shape);
        Assert.IsTrue(tensor.bytes.SequenceEqual(loaded.bytes));
    }

    [TestMethod]
    public void SaveLoad_TransposedScalarEmptyAndTrainable_KeepTheirShapeAndValues()
    {
        var transposed = torch.arange(6, ScalarType.Float32).reshape(2, 3).t();
        var trainable = torch.tensor(2.5f, requires_grad: true);

        var loaded = RoundTrip(("transposed", transposed), ("scalar", trainable), ("empty", torch.zeros(3, 0, 2)));

        Assert.AreSequenceEqual(new float[] { 0, 3, 1, 4, 2, 5 }, loaded["transposed"].data<float>().ToArray());
        Assert.AreSequenceEqual(new long[] { 3, 2 }, loaded["transposed"].shape);
        Assert.AreEqual(2.5f, loaded["scalar"].item<float>());
        Assert.IsEmpty(loaded["scalar"].shape);
        Assert.IsFalse(loaded["scalar"].requires_grad);
        Assert.AreSequenceEqual(new long[] { 3, 0, 2 }, loaded["empty"].shape);
    }

    [TestMethod]
    public void SaveLoad_NamesAndMetadataOfAnyText_ComeBack()
    {
        using var stream = new MemoryStream();
        var metadata = new Dictionary<string, string> { ["encoder"] = "resnet18", ["quote\"\\"] = "größe 深さ" };
        Safetensors.Save(stream, [new("a \"b\" ä", torch.ones(1))], metadata);
        stream.Position = 0;

        var tensors = Safetensors.Load(stream, out var loaded);

        Assert.ContainsSingle(tensors);
        Assert.IsTrue(tensors.ContainsKey("a \"b\" ä"));
        Assert.AreEqual("resnet18", loaded["encoder"]);
        Assert.AreEqual("größe 深さ", loaded["quote\"\\"]);
        Assert.AreEqual(64, loaded["sha256"].Length);
    }

    /// <summary>The layout worked out by hand from the format's description, so that other tools can open it.</summary>
    [TestMethod]
    public void Save_TwoTensors_WritesTheFormatsLayout()
    {
        using var stream = new MemoryStream();
        Safetensors.Save(stream, [new("b", torch.tensor(new byte[] { 7, 9 })), new("a", torch.tensor(new[] { 1f, -2f }))]);

        var bytes = stream.ToArray();
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var header = Encoding.UTF8.GetString(bytes, 8, length);

        Assert.AreEqual(0, length % 8);
        Assert.StartsWith("{\"__metadata__\":{\"sha256\":\"", header);
        Assert.EndsWith(
            "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[8,10]}}",
            header.TrimEnd(' '));
        Assert.AreSequenceEqual(new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 7, 9 }, bytes[(8 + length)..]);
    }

    [TestMethod]
    public void Load_FileOfAnotherTool_Opens()
    {
        // Written by hand: no metadata, no padding, tensors named in another order than their data.
        var file = File("{\"y\":{\"data_offsets\":[2,4],\"dtype\":\"I8\",\"shape\":[2]},\"x\":{\"dtype\":\"BOOL\",\"shape\":[2,1],\"data_offsets\":[0,2]}}", [1, 0, 5, 0xFF]);

        var tensors = Safetensors.Load(new MemoryStream(file), out var metadata);

        Assert.IsEmpty(metadata);
        Assert.AreSequenceEqual(new byte[] { 1, 0 }, tensors["x"].bytes.ToArray());
        Assert.AreSequenceEqual(new sbyte[] { 5, -1 }, tensors["y"].data<sbyte>().ToArray());
    }

    [TestMethod]
    public void Load_AnyByteChanged_ThrowsInvalidData()
    {
        using var stream = new MemoryStream();
        Safetensors.Save(stream, [new("a", torch.arange(2, ScalarType.Float32)), new("b", torch.ones(1, ScalarType.Byte))]);
        var whole = stream.ToArray();
        var dataStart = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(whole);

        for (var i = dataStart; i < whole.Length; i++)
        {
            var changed = (byte[])whole.Clone();
            changed[i] ^= 1;
            var e = Assert.ThrowsExactly<InvalidDataException>(() => Safetensors.Load(new MemoryStream(changed)));
            Assert.Contains("SHA-256", e.Message);
        }
    }

    [TestMethod]
    [DataRow(true, DisplayName = "seekable")]
    [DataRow(false, DisplayName = "not seekable")]
    public void Load_CutAnywhere_ThrowsInvalidData(bool seekable)
    {
        using var stream = new MemoryStream();
        Safetensors.Save(stream, [new("weights", torch.ones(3))]);
        var whole = stream.ToArray();

        for (var length = 0; length < whole.Length; length++)
        {
            var part = new MemoryStream(whole[..length]);
            var e = Assert.ThrowsExactly<InvalidDataException>(() => Safetensors.Load(seekable ? part : new ForwardStream(part)));
            Assert.Contains("copied or downloaded completely", e.Message);
        }
    }

    [TestMethod]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[4,4]}}", "x", DisplayName = "duplicate name")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},\"y\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}", "'y' starts at byte 2, inside", DisplayName = "overlap")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"y\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[3,4]}}", "'y' starts at byte 3, but", DisplayName = "gap")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}", "describes 8 bytes of data, but 4 follow", DisplayName = "past the end")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", "describes 2 bytes of data, but 4 follow", DisplayName = "trailing data")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,0]}}", "[4, 0]", DisplayName = "reversed offsets")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[-4,0]}}", "[-4, 0]", DisplayName = "negative offset")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[-2,-2],\"data_offsets\":[0,4]}}", "shape [-2, -2]", DisplayName = "negative shape")]
    [DataRow("{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,4]}}", "needs 16 bytes", DisplayName = "shape and offsets differ")]
    [DataRow("{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}", "overflow", DisplayName = "shape overflows")]
    [DataRow("{\"x\":{\"dtype\":\"F8\",\"shape\":[4],\"data_offsets\":[0,4]}}", "'F8'", DisplayName = "unknown element type")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[4]}}", "no 'data_offsets'", DisplayName = "missing member")]
    [DataRow("{\"x\":{\"dtype\":5,\"shape\":[4],\"data_offsets\":[0,4]}}", "header cannot be read", DisplayName = "wrong kind")]
    [DataRow("{\"x\":{\"dtype\":\"U8\",\"shape\":[0.5],\"data_offsets\":[0,4]}}", "header cannot be read", DisplayName = "fraction")]
    [DataRow("[1, 2]", "header cannot be read", DisplayName = "not an object")]
    [DataRow("not json", "header cannot be read", DisplayName = "not JSON")]
    public void Load_BadHeader_SaysWhatIsWrong(string header, string expected)
    {
        var e = Assert.ThrowsExactly<InvalidDataException>(() => Safetensors.Load(new MemoryStream(File(header, new byte[4]))));
        Assert.Contains(expected, e.Message);
    }

    [TestMethod]
    [DataRow(0UL)]
    [DataRow(100_000_001UL)]
    [DataRow(ulong.MaxValue)]
    public void Load_AbsurdHeaderLength_Throws(ulong length)
    {
        var file = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => Safetensors.Load(new MemoryStream(file)));
        Assert.Contains($"{length} bytes long", e.Message);
    }

    [TestMethod]
    public void Load_MissingAndDamagedFile_NamesTheFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.safetensors");
        Assert.ThrowsExactly<FileNotFoundException>(() => Safetensors.Load(path));
        try
        {
            System.IO.File.WriteAllText(path, "\0");
            Assert.Contains(path, Assert.ThrowsExactly<InvalidDataException>(() => Safetensors.Load(path)).Message);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [TestMethod]
    public void Save_BadNamesOrTypes_Throws()
    {
        var x = torch.ones(1);
        Assert.Contains("'x'", Assert.ThrowsExactly<ArgumentException>(() => Safetensors.Save(Stream.Null, [new("x", x), new("x", x)])).Message);
        Assert.Contains("__metadata__", Assert.ThrowsExactly<ArgumentException>(() => Safetensors.Save(Stream.Null, [new("__metadata__", x)])).Message);
        Assert.ThrowsExactly<ArgumentException>(() => Safetensors.Save(Stream.Null, [], new Dictionary<string, string> { ["sha256"] = "" }));
        Assert.Contains("'z'", Assert.ThrowsExactly<ArgumentException>(() => Safetensors.Save(Stream.Null, [new("z", torch.ones(1, ScalarType.ComplexFloat32))])).Message);
    }

    private static IReadOnlyDictionary<string, Tensor> RoundTrip(params (string Name, Tensor Tensor)[] tensors)
    {
        using var stream = new MemoryStream();
        Safetensors.Save(stream, tensors.Select(t => KeyValuePair.Create(t.Name, t.Tensor)));
        stream.Position = 0;
        return Safetensors.Load(stream);
    }

    private static byte[] File(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    /// <summary>A stream that, like one from the network, does not know its length.</summary>
    private sealed class ForwardStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 5));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

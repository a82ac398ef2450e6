using System.Buffers.Binary;
using System.IO.Compression;
using TorchSharp;
using static Microsoft.ML.MultiTask.Tests.PyTorchFiles;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>PyTorch's files: what torch.save writes is read, and whatever else a pickle can do is refused by the file's name.</summary>
[TestClass]
public sealed class PyTorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    private string FilePath => Path.Combine(_folder.Path, "weights.pth");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [TestMethod]
    public void Load_StateDict_HasNamesShapesAndValues()
    {
        var tensors = Load(StateDict(new Dictionary<string, (long[], float[])>
        {
            ["conv1.weight"] = ([2, 3], [1, 2, 3, 4, 5, 6]),
            ["scale"] = ([], [7.5f]),
            ["none"] = ([0, 4], []),
        }));
        Assert.AreSequenceEqual(new[] { "conv1.weight", "scale", "none" }, tensors.Keys.ToArray());
        Assert.AreSequenceEqual(new long[] { 2, 3 }, tensors["conv1.weight"].shape);
        Assert.AreSequenceEqual(new float[] { 1, 2, 3, 4, 5, 6 }, tensors["conv1.weight"].data<float>().ToArray());
        Assert.AreEqual(7.5f, tensors["scale"].item<float>());
        Assert.AreSequenceEqual(new long[] { 0, 4 }, tensors["none"].shape);
    }

    [TestMethod]
    public void Load_StridedViewsOfOneStorage_ReadTheirElements()
    {
        var storage = Storage("FloatStorage", "0", 7);
        var tensors = Load(Archive(
            [.. Begin, .. Dictionary(("transposed", Tensor(storage, 1, [3, 2], [1, 3])), ("every second", Tensor(storage, 0, [4], [2]))), .. End],
            Bytes(0, 1, 2, 3, 4, 5, 6)));
        Assert.AreSequenceEqual(new float[] { 1, 4, 2, 5, 3, 6 }, tensors["transposed"].contiguous().data<float>().ToArray());
        Assert.AreSequenceEqual(new float[] { 0, 2, 4, 6 }, tensors["every second"].contiguous().data<float>().ToArray());
    }

    [TestMethod]
    public void Load_OtherElementTypes_KeepTheirValues()
    {
        var (half, wide, whole) = (new byte[2], new byte[8], new byte[8]);
        BinaryPrimitives.WriteHalfLittleEndian(half, (Half)1.5);
        BinaryPrimitives.WriteDoubleLittleEndian(wide, Math.PI);
        BinaryPrimitives.WriteInt64LittleEndian(whole, 1L << 40);
        var tensors = Load(Archive(
            [.. Begin, .. Dictionary([.. ((string[])["HalfStorage", "BFloat16Storage", "DoubleStorage", "LongStorage", "BoolStorage"])
                .Select((type, i) => (type, Tensor(Storage(type, $"{i}", 1), 0, [1], [1])))]), .. End],
            half, [0xC0, 0x3F], wide, whole, [1]));
        Assert.AreEqual((Half)1.5, tensors["HalfStorage"].item<Half>());
        Assert.AreEqual(1.5f, tensors["BFloat16Storage"].to(ScalarType.Float32).item<float>());         // 0x3FC0 0000
        Assert.AreEqual(Math.PI, tensors["DoubleStorage"].item<double>());
        Assert.AreEqual(1L << 40, tensors["LongStorage"].item<long>());
        Assert.IsTrue(tensors["BoolStorage"].item<bool>());
    }

    /// <summary>A training program's checkpoint: numbers and texts beside the weights, parameters for tensors, state beside a dictionary's items.</summary>
    [TestMethod]
    [DataRow("state_dict")]
    [DataRow("model")]
    public void Load_Checkpoint_TakesTheWeightsWithinIt(string name)
    {
        var tensor = Tensor(Storage("FloatStorage", "0", 2), 0, [2], [1]);
        byte[] parameter = [.. Global("torch._utils", "_rebuild_parameter"), .. tensor, 0x88, .. OrderedDict, 0x87, (byte)'R'];
        byte[] weights = [.. Dictionary(("a", parameter)), (byte)'}', .. Text("_metadata"), .. OrderedDict, (byte)'s', (byte)'b'];
        byte[] optimizer = [.. EmptyDictionary, .. Number(-1), (byte)']', (byte)'(', .. Number(1L << 40), 0x8a, 0, (byte)'e', .. Text("lr"), (byte)'a', (byte)'s'];
        var tensors = Load(Archive(
            [
                .. Begin, (byte)'}', (byte)'q', 0, (byte)'(', .. Text("epoch"), .. Number(90), .. Text("best"), (byte)'G', 0x3F, 0xF0, 0, 0, 0, 0, 0, 0,
                .. Text("arch"), .. None, .. Text(name), .. weights, .. Text("optimizer"), .. optimizer, .. Text("self"), (byte)'h', 0, (byte)'u', .. End,
            ], Bytes(3, 4)));
        Assert.AreSequenceEqual(new float[] { 3, 4 }, tensors["a"].data<float>().ToArray());
    }

    /// <summary>What malware in pickles uses (os.system, posix.system, eval, exec), and every way to call it.</summary>
    [TestMethod]
    [DataRow("cos\nsystem\n(X\u0002\0\0\0idtR.", "'os.system'", DisplayName = "GLOBAL, REDUCE")]
    [DataRow("cposix\nsystem\n(X\u0002\0\0\0idtR.", "'posix.system'")]
    [DataRow("cbuiltins\neval\n(X\u0001\0\0\01tR.", "'builtins.eval'")]
    [DataRow("c__builtin__\nexec\n.", "'__builtin__.exec'")]
    [DataRow("ctorch\nload\n.", "'torch.load'")]
    [DataRow("ctorch._utils\n_rebuild_tensor\n.", "'torch._utils._rebuild_tensor'")]
    [DataRow("ctorchvision.models.resnet\nResNet\n)R.", "Save model.state_dict()")]
    [DataRow("ccollections\nOrderedDict\n(X\u0002\0\0\0idtR.", "calls something", DisplayName = "arguments to OrderedDict")]
    [DataRow("X\u000C\0\0\0posix.system)R.", "calls something", DisplayName = "text as a function")]
    [DataRow("X\u0007\0\0\0os.pathX\u0006\0\0\0system\u0093.", "instruction 0x93", DisplayName = "STACK_GLOBAL")]
    [DataRow("(S'id'\nios\nsystem\n.", "instruction 0x53", DisplayName = "INST")]
    [DataRow("(ios\nsystem\n.", "instruction 0x69", DisplayName = "INST alone")]
    [DataRow("(cos\nsystem\no.", "'os.system'", DisplayName = "OBJ")]
    [DataRow(")\u0081.", "instruction 0x81", DisplayName = "NEWOBJ")]
    [DataRow("\u0082\u0001.", "instruction 0x82", DisplayName = "EXT1")]
    [DataRow("P1\n.", "instruction 0x50", DisplayName = "PERSID")]
    [DataRow("]}b.", "expected", DisplayName = "BUILD of a list")]
    [DataRow("}X\u0001\0\0\0aN}b.", "expected", DisplayName = "BUILD of nothing")]
    [DataRow("K\u0001Q.", "storage", DisplayName = "persistent id of a number")]
    public void Load_HostilePickle_IsRefused(string instructions, string problem) =>
        Assert.Contains(problem, Refused(Archive([.. Begin, .. System.Text.Encoding.Latin1.GetBytes(instructions)])));

    [TestMethod]
    [DataRow(".", "empty stack")]
    [DataRow("(.", "empty stack")]
    [DataRow("K\u0001(.", "empty stack")]
    [DataRow("e", "did not begin")]
    [DataRow("h\u0007.", "did not remember")]
    [DataRow("}(K\u0001u.", "without a value")]
    [DataRow("}]K\u0001s.", "neither text nor a whole number")]
    [DataRow("X\u00FF\u00FF\u00FF\u00FFa.", "ends in the middle")]
    [DataRow("X\u00FF\u00FF\u00FF\u007Fa.", "ends in the middle")]
    [DataRow("\u008A\u0009123456789.", "9 bytes")]
    [DataRow("cos", "does not end")]
    [DataRow("", "ends in the middle")]
    [DataRow("K\u0001.", "no dictionary")]
    [DataRow("}.", "is empty")]
    [DataRow("}X\u0001\0\0\0aK\u0001s.", "'a'")]
    [DataRow("\u0080\u0004}.", "protocol 4")]
    public void Load_BrokenPickle_IsRefused(string instructions, string problem) =>
        Assert.Contains(problem, Refused(Archive([.. Begin, .. System.Text.Encoding.Latin1.GetBytes(instructions)])));

    /// <summary>100,000 lists in one another, and a list that holds itself twice: memory by the length of the pickle, no stack.</summary>
    [TestMethod]
    public void Load_DeepAndSelfContainingValues_AreRefusedInLittleMemory()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)']', 100_000), .. Enumerable.Repeat((byte)'a', 99_999)];
        Assert.Contains("no dictionary", Refused(Archive([.. Begin, .. deep, .. End]), mostMemory: 32 << 20));
        byte[] laughs = [(byte)']', (byte)'q', 0, .. Enumerable.Range(0, 60).SelectMany(i => (byte[])[(byte)'h', (byte)i, (byte)'h', (byte)i, 0x86, (byte)'q', (byte)(i + 1)])];
        Assert.Contains("no dictionary", Refused(Archive([.. Begin, .. laughs, .. End])));
    }

    [TestMethod]
    [DataRow(0L, new[] { 9L }, new[] { 1L }, "lie within")]
    [DataRow(1L, new[] { 8L }, new[] { 1L }, "lie within")]
    [DataRow(-1L, new[] { 1L }, new[] { 1L }, "lie within")]
    [DataRow(0L, new[] { 2L }, new[] { 8L }, "lie within")]
    [DataRow(0L, new[] { 1000000L }, new[] { 0L }, "lie within", DisplayName = "expanded")]
    [DataRow(0L, new[] { 1L << 62, 1L << 62, 1L << 62, 4L }, new[] { 1L, 1L, 1L, 1L }, "lie within", DisplayName = "product that overflows")]
    [DataRow(0L, new[] { 2L }, new[] { long.MaxValue }, "lie within")]
    [DataRow(0L, new[] { -1L }, new[] { 1L }, "0 or more")]
    [DataRow(0L, new[] { 1L, 1L }, new[] { 1L }, "2 sizes and 1 strides")]
    public void Load_TensorOutsideItsStorage_IsRefused(long offset, long[] shape, long[] strides, string problem) => Assert.Contains(
        problem, Refused(Archive([.. Begin, .. Dictionary(("a", Tensor(Storage("FloatStorage", "0", 8), offset, shape, strides))), .. End], new byte[32])));

    [TestMethod]
    public void Load_StorageOfAnotherLengthOrType_IsRefused()
    {
        byte[] One(string type, long count) => [.. Begin, .. Dictionary(("a", Tensor(Storage(type, "0", count), 0, [1], [1]))), .. End];
        Assert.Contains("should be 8589934592 bytes", Refused(Archive(One("FloatStorage", 1L << 31), new byte[32])));
        Assert.Contains("'data/0' is missing", Refused(Archive(One("FloatStorage", 8))));
        Assert.Contains("'torch.QInt8Storage'", Refused(Archive(One("QInt8Storage", 8), new byte[32])));
        byte[] two = [.. Begin, .. Dictionary(
            ("a", Tensor(Storage("FloatStorage", "0", 2), 0, [2], [1])), ("b", Tensor(Storage("DoubleStorage", "0", 1), 0, [1], [1]))), .. End];
        Assert.Contains("Float32 to one tensor and Float64 to another", Refused(Archive(two, new byte[8])));
    }

    [TestMethod]
    public void Load_ZipBomb_IsRefused() => Assert.Contains("is compressed or overlaps", Refused(Zip(
        [("archive/data.pkl", [.. Begin, .. Dictionary(("a", Tensor(Storage("FloatStorage", "0", 20 << 20), 0, [1], [1]))), .. End]), ("archive/data/0", new byte[80 << 20])],
        CompressionLevel.Fastest)));

    [TestMethod]
    public void Load_FileOfAnotherKind_SaysWhatItShouldBe()
    {
        Assert.Contains("save it again", Refused([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]));   // before 1.6
        Assert.Contains("one part 'data.pkl', but has 0", Refused(Zip([("a", [1])])));
        Assert.Contains("little-endian", Refused(Zip([("archive/data.pkl", [.. Begin, .. OrderedDict, .. End]), ("archive/byteorder", "big"u8.ToArray())])));
        var changed = StateDict(new Dictionary<string, (long[], float[])> { ["a"] = ([1], [1.5f]) });
        changed[changed.AsSpan().IndexOf(Bytes(1.5f))] ^= 1;
        Assert.Contains("checksum", Refused(changed));
        Assert.ThrowsExactly<FileNotFoundException>(() => PyTorchFile.Load(Path.Combine(_folder.Path, "none.pth")));
    }

    [TestMethod]
    public void Load_RefusedFile_LeavesNoTensorAndNoOpenFile()
    {
        byte[] pickle = [.. Begin, .. Dictionary(
            ("a", Tensor(Storage("FloatStorage", "0", 8), 0, [8], [1])), ("b", Tensor(Storage("FloatStorage", "1", 8), 0, [8], [1]))), .. End];
        long before = LiveTensors.OfThisThread;
        Refused(Archive(pickle, new byte[32]));
        Assert.AreEqual(before, LiveTensors.OfThisThread);
        File.Delete(FilePath);
    }

    private IReadOnlyDictionary<string, Tensor> Load(byte[] file)
    {
        File.WriteAllBytes(FilePath, file);
        return PyTorchFile.Load(FilePath);
    }

    private string Refused(byte[] file, long mostMemory = 4 << 20)
    {
        File.WriteAllBytes(FilePath, file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.ThrowsExactly<InvalidDataException>(() => PyTorchFile.Load(FilePath)).Message;
        Assert.IsLessThan(mostMemory, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Contains(FilePath, message);
        return message;
    }
}

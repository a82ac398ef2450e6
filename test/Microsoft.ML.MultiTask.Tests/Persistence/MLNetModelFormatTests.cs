using System.IO.Compression;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MLNetModelFormatTests
{
    private const string Signature = "FAKETRAN";

    [TestMethod]
    public void SaveLoad_OwnTransformer_ComesBackWithItsStreams()
    {
        var saved = new FakeTransformer(new() { ["weights"] = [1, 2, 3], ["options.json"] = [], ["big"] = new byte[100_000] });

        var loaded = Assert.IsInstanceOfType<FakeTransformer>(Load(Save(saved)));

        Assert.AreSequenceEqual(new byte[] { 1, 2, 3 }, loaded.Streams["weights"]);
        Assert.IsEmpty(loaded.Streams["options.json"]);
        Assert.HasCount(100_000, loaded.Streams["big"]);
    }

    [TestMethod]
    public void SaveLoad_InsideAChain_KeepsItsNeighbours()
    {
        var mlContext = new MLContext();
        var data = mlContext.Data.LoadFromEnumerable([new Row { X = 1 }]);
        var chain = new TransformerChain<ITransformer>(
            mlContext.Transforms.CopyColumns("Y", "X").Fit(data),
            new FakeTransformer(new() { ["weights"] = [42] }),
            mlContext.Transforms.CopyColumns("Z", "Y").Fit(mlContext.Transforms.CopyColumns("Y", "X").Fit(data).Transform(data)));

        var loaded = Load(Save(chain, data.Schema));

        var members = Assert.IsInstanceOfType<IEnumerable<ITransformer>>(loaded).ToList();
        Assert.HasCount(3, members);
        Assert.AreSequenceEqual(new byte[] { 42 }, Assert.IsInstanceOfType<FakeTransformer>(members[1]).Streams["weights"]);
        Assert.IsNotNull(loaded.Transform(data).Schema.GetColumnOrNull("Z"));
    }

    [TestMethod]
    public void Register_TwiceAndInManyContexts_Works()
    {
        var model = Save(new FakeTransformer(new() { ["a"] = [1] }));
        for (var i = 0; i < 2; i++)
        {
            var mlContext = new MLContext();
            FakeTransformer.Register(mlContext);
            FakeTransformer.Register(mlContext);
            Assert.IsInstanceOfType<FakeTransformer>(mlContext.Model.Load(new MemoryStream(model), out _));
        }
    }

    [TestMethod]
    public void Load_ChangedByteInAPart_NamesThePart()
    {
        var model = Rewrite(Save(new FakeTransformer(new() { ["weights"] = [1, 2, 3, 4] })), "weights", bytes => bytes[2] ^= 1);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(model));
        Assert.Contains("'weights'", e.Message);
        Assert.Contains("SHA-256", e.Message);
        Assert.Contains("save the model again", e.Message);
    }

    [TestMethod]
    public void Load_ShortenedOrMissingPart_NamesThePart()
    {
        var model = Save(new FakeTransformer(new() { ["weights"] = [1, 2, 3, 4] }));
        Assert.Contains("'weights' should be 4 bytes long, but ends after 3", Assert.ThrowsExactly<InvalidDataException>(
            () => Load(Rewrite(model, "weights", bytes => bytes[..3]))).Message);
        Assert.Contains("'weights' is missing", Assert.ThrowsExactly<InvalidDataException>(
            () => Load(Rewrite(model, "weights", _ => null))).Message);
    }

    [TestMethod]
    public void Load_AnyChangedByteOfTheManifest_Throws()
    {
        var model = Save(new FakeTransformer(new() { ["weights"] = [1, 2, 3, 4] }));
        var start = Entry(model, "Model.key").AsSpan().IndexOf("{\"Format\""u8) - sizeof(int);
        var end = Entry(model, "Model.key").AsSpan().IndexOf("]}"u8) + 2 + 32;

        for (var i = start; i < end; i += 3)
        {
            var position = i;
            var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(Rewrite(model, "Model.key", bytes => bytes[position] ^= 0x10)));
            Assert.Contains("'manifest'", e.Message);
        }
    }

    [TestMethod]
    public void Read_NewerFormat_AsksForANewerVersion()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        new StreamManifest(2, []).Write(writer);
        stream.Position = 0;

        var e = Assert.ThrowsExactly<InvalidDataException>(() => StreamManifest.Read(new BinaryReader(stream)));
        Assert.Contains("format 2", e.Message);
    }

    [TestMethod]
    public void Reflection_MissingInternal_NamesItAndTheAlternative()
    {
        foreach (var missing in new Action[]
        {
            () => MLNetModelFormat.Internal(typeof(ModelSaveContext), "Microsoft.ML.Gone"),
            () => MLNetModelFormat.Constructor(typeof(ModelSaveContext), typeof(Guid)),
            () => MLNetModelFormat.Field("a text", "Gone"),
            () => MLNetModelFormat.Call("a text", "Gone", [typeof(Guid)], Guid.Empty),
        })
        {
            var e = Assert.ThrowsExactly<NotSupportedException>(missing);
            Assert.Contains("SaveWeights", e.Message);
        }

        Assert.Contains("'String.Gone(Guid)'", Assert.ThrowsExactly<NotSupportedException>(
            () => MLNetModelFormat.Call("a text", "Gone", [typeof(Guid)], Guid.Empty)).Message);
    }

    [TestMethod]
    public void DelegateMethod_InvokedByReflection_KeepsTheException()
    {
        MethodInfo method = new DelegateMethod("Create", typeof(string), arguments => arguments[0] ?? throw new InvalidDataException("as it was"));
        Assert.AreEqual("x", method.Invoke(null, ["x"]));
        Assert.AreEqual("as it was", Assert.ThrowsExactly<InvalidDataException>(() => method.Invoke(null, [null])).Message);
    }

    private static byte[] Save(ITransformer model, DataViewSchema? schema = null)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    private static ITransformer Load(byte[] model)
    {
        var mlContext = new MLContext();
        FakeTransformer.Register(mlContext);
        return mlContext.Model.Load(new MemoryStream(model), out _);
    }

    private static byte[] Entry(byte[] model, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(model));
        using var content = zip.Entries.Single(entry => entry.Name == name || entry.FullName.EndsWith('\\' + name)).Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] Rewrite(byte[] model, string name, Action<byte[]> change) =>
        Rewrite(model, name, bytes =>
        {
            change(bytes);
            return bytes;
        });

    /// <summary>The same zip file with one entry changed; dropped if <paramref name="change"/> gives null.</summary>
    private static byte[] Rewrite(byte[] model, string name, Func<byte[], byte[]?> change)
    {
        var content = change(Entry(model, name));
        using var stream = new MemoryStream();
        stream.Write(model);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.Entries.Single(entry => entry.Name == name || entry.FullName.EndsWith('\\' + name));
            var path = entry.FullName;
            entry.Delete();
            if (content is not null)
            {
                using var target = zip.CreateEntry(path).Open();
                target.Write(content);
            }
        }

        return stream.ToArray();
    }

    private sealed class Row
    {
        public float X { get; set; }
    }

    /// <summary>Passes rows through and keeps some bytes, as a third party's transformer would.</summary>
    private sealed class FakeTransformer(Dictionary<string, byte[]> streams) : ITransformer
    {
        public Dictionary<string, byte[]> Streams => streams;

        public bool IsRowToRowMapper => false;

        public static void Register(MLContext mlContext) =>
            MLNetModelFormat.Register(mlContext, Signature, typeof(FakeTransformer), (_, loaded) => new FakeTransformer(new(loaded)));

        public void Save(ModelSaveContext ctx) => MLNetModelFormat.Save(ctx, Signature, typeof(FakeTransformer), streams);

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public Microsoft.ML.Data.IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();
    }
}

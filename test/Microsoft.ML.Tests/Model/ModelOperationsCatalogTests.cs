using System.IO.Compression;
using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class ModelOperationsCatalogTests
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly IDataView _data = NumberedRow.Twenty(new MLContext());

    private ITransformer Model => _mlContext.Transforms.Concatenate("F", "X", "V")
        .Append(_mlContext.Transforms.CopyColumns("Label", "Group"), TransformerScope.Training)
        .Append(_mlContext.Transforms.CopyColumns("Copy", "F"))
        .Append(_mlContext.Transforms.DropColumns("Name"))
        .Append(_mlContext.Transforms.SelectColumns("Copy", "Id"))
        .Fit(_data);

    [TestMethod]
    public void SavedAndLoaded_TransformsTheSame_ScopesIncluded()
    {
        using var folder = new TempFolder();
        _mlContext.Model.Save(Model, _data.Schema, folder.File("model.zip"));
        var loaded = new MLContext().Model.Load(folder.File("model.zip"), out var schema);
        var scored = loaded.Transform(_data);

        Assert.AreEqual(_data.Schema.Columns(), schema.Columns());
        Assert.AreEqual("Copy,Id", scored.Schema.Columns());
        Assert.AreEqual("Copy: Vector<Single, 3> {SlotNames}", scored.Schema["Copy"].ToString());
        Assert.AreSequenceEqual(new[] { 6f, 1, 2 }, scored.GetColumn<float[]>("Copy").ElementAt(6));
        Assert.HasCount(5, (IEnumerable<ITransformer>)loaded);
    }

    [TestMethod]
    public void File_IsAZipWithAFolderForTheTransformer_AndAnEntryForTheSchema()
    {
        using var stream = new MemoryStream();
        _mlContext.Model.Save(Model, _data.Schema, stream);
        using var zip = new ZipArchive(stream);
        var names = zip.Entries.Select(e => e.FullName).ToArray();

        Assert.Contains("Schema", names);
        Assert.Contains("TransformerChain/Model.key", names);
        Assert.Contains("TransformerChain/Transform_000/Model.key", names);
    }

    [TestMethod]
    public void InputSchema_KeepsTypesAndAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Unit", TextDataViewType.Instance, "m".AsMemory());
        annotations.Add<VBuffer<float>>("Range", new VectorDataViewType(NumberDataViewType.Single, 2),
            new VBuffer<float>(2, [0, 80]).CopyTo);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Depth", new VectorDataViewType(NumberDataViewType.Single, 2, 3), annotations.ToAnnotations());
        builder.AddColumn("Key", new KeyDataViewType(typeof(uint), 7));
        builder.AddColumn("Path", TextDataViewType.Instance);
        using var stream = new MemoryStream();
        _mlContext.Model.Save(Model, builder.ToSchema(), stream);
        stream.Position = 0;
        _mlContext.Model.Load(stream, out var schema);
        ReadOnlyMemory<char> unit = default;
        VBuffer<float> range = default;
        schema["Depth"].Annotations.GetValue("Unit", ref unit);
        schema["Depth"].Annotations.GetValue("Range", ref range);

        Assert.AreEqual("Depth: Vector<Single, 2, 3> {Unit, Range} | Key: Key<UInt32, 0-6> | Path: String", string.Join(" | ", schema));
        Assert.AreEqual("m", unit.ToString());
        Assert.AreSequenceEqual(new[] { 0f, 80 }, range.DenseValues());
    }

    [TestMethod]
    public void WithoutInputSchema_NoneIsLoaded()
    {
        using var stream = new MemoryStream();
        _mlContext.Model.Save(Model, inputSchema: null, stream);
        stream.Position = 0;
        var loaded = _mlContext.Model.Load(stream, out var schema);

        Assert.IsNull(schema);
        Assert.AreEqual("Copy,Id", loaded.Transform(_data).Schema.Columns());
    }

    [TestMethod]
    public void TransformerThatSavesNothing_Throws() =>
        Assert.Contains("ModelSignature", Assert.ThrowsExactly<InvalidOperationException>(
            () => _mlContext.Model.Save(new Silent(), _data.Schema, new MemoryStream())).Message);

    [TestMethod]
    public void TransformerThatSavesAsAnother_LoadsAsIt()
    {
        using var stream = new MemoryStream();
        _mlContext.Model.Save(new Delegating(Model), _data.Schema, stream);
        stream.Position = 0;

        Assert.AreEqual("Copy,Id", _mlContext.Model.Load(stream, out _).Transform(_data).Schema.Columns());
    }

    [TestMethod]
    public void FileThatIsNoModel_Throws()
    {
        Assert.ThrowsExactly<FormatException>(() => _mlContext.Model.Load(new MemoryStream([1, 2, 3]), out _));
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => _mlContext.Model.Load("/no/such/model.zip", out _));
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => _mlContext.Model.Save(Model, _data.Schema, "/no/such/model.zip"));
    }

    [TestMethod]
    public void FileCutShort_Throws()
    {
        using var stream = new MemoryStream();
        _mlContext.Model.Save(Model, _data.Schema, stream);
        var cut = new MemoryStream(stream.ToArray(), 0, (int)stream.Length / 2);

        Assert.ThrowsExactly<FormatException>(() => _mlContext.Model.Load(cut, out _));
    }

    private sealed class Silent : ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx)
        {
        }

        public IDataView Transform(IDataView input) => input;
    }

    private sealed class Delegating(ITransformer inner) : ITransformer
    {
        public bool IsRowToRowMapper => inner.IsRowToRowMapper;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

        public void Save(ModelSaveContext ctx) => inner.Save(ctx);

        public IDataView Transform(IDataView input) => inner.Transform(input);
    }
}

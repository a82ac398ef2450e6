using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class PredictionEngineTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    private IDataView Data => _mlContext.Data.LoadFromEnumerable<Input>([]);

    [TestMethod]
    public void Predict_MapsOneObject_ThroughTheChain()
    {
        var model = _mlContext.Transforms.Concatenate("F", "A", "B")
            .Append(_mlContext.Transforms.CustomMapping<Joined, Output>((joined, output) => output.Sum = joined.F.Sum(),
                contractName: null)).Fit(Data);
        using var engine = _mlContext.Model.CreatePredictionEngine<Input, Output>(model);
        var reused = new Output();
        engine.Predict(new Input { A = 5, B = 6 }, ref reused);

        Assert.AreEqual(3f, engine.Predict(new Input { A = 1, B = 2 }).Sum);
        Assert.AreEqual(7f, engine.Predict(new Input { A = 3, B = 4 }).Sum);
        Assert.AreEqual(11f, reused.Sum);
        Assert.AreEqual("A,B,F,Sum", engine.OutputSchema.Columns());
    }

    [TestMethod]
    public void Predict_Null_Throws()
    {
        using var engine = _mlContext.Model.CreatePredictionEngine<Input, Input>(_mlContext.Transforms.CopyColumns("C", "A").Fit(Data));

        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Predict(null!));
    }

    [TestMethod]
    public void MissingOutput_IsIgnored_UnlessAskedFor()
    {
        var model = _mlContext.Transforms.CopyColumns("C", "A").Fit(Data);
        using var engine = _mlContext.Model.CreatePredictionEngine<Input, Output>(model);

        Assert.AreEqual(0f, engine.Predict(new Input { A = 1 }).Sum);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _mlContext.Model.CreatePredictionEngine<Input, Output>(model, ignoreMissingColumns: false));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Model.CreatePredictionEngine<Input, Output>(model, Data.Schema));
    }

    [TestMethod]
    public void TransformerThatMapsNoRows_Throws()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _mlContext.Model.CreatePredictionEngine<Input, Output>(new NoMapper()));
        Assert.Contains("row to row mapper", e.Message);
    }

    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(false, 0)]
    public void Dispose_DisposesTheTransformer_IfOwned(bool owns, int disposals)
    {
        var transformer = new DisposableMapper(_mlContext.Transforms.CopyColumns("C", "A").Fit(Data));
        var engine = _mlContext.Model.CreatePredictionEngine<Input, Output>(transformer,
            new PredictionEngineOptions { OwnsTransformer = owns });
        engine.Dispose();
        engine.Dispose();

        Assert.AreEqual(disposals, transformer.Disposals);
    }

    [TestMethod]
    public void Options_HaveTheirDefaults()
    {
        var options = new PredictionEngineOptions();

        Assert.IsTrue(options.IgnoreMissingColumns);
        Assert.IsTrue(options.OwnsTransformer);
        Assert.IsNull(options.InputSchemaDefinition);
        Assert.IsNull(options.OutputSchemaDefinition);
    }

    private sealed class Input
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private sealed class Joined
    {
        [VectorType(2)]
        public float[] F { get; set; } = [];
    }

    private sealed class Output
    {
        public float Sum { get; set; }
    }

    private sealed class NoMapper : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;
    }

    private sealed class DisposableMapper(ITransformer inner) : ITransformer, IDisposable
    {
        public int Disposals { get; private set; }

        public bool IsRowToRowMapper => true;

        public void Dispose() => Disposals++;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => inner.GetRowToRowMapper(inputSchema);

        public void Save(ModelSaveContext ctx) => inner.Save(ctx);

        public IDataView Transform(IDataView input) => inner.Transform(input);
    }
}

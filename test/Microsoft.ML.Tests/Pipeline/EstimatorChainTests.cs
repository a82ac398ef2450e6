using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class EstimatorChainTests
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly IDataView _data = NumberedRow.Twenty(new MLContext());

    [TestMethod]
    public void Chain_FitsEachOnWhatTheOnesBeforeMake()
    {
        var chain = _mlContext.Transforms.CopyColumns("A", "Id").Append(_mlContext.Transforms.CopyColumns("B", "A"))
            .Append(_mlContext.Transforms.DropColumns("A"));
        var scored = chain.Fit(_data).Transform(_data);

        Assert.AreEqual("Id,Group,X,K,V,Name,B", scored.Schema.Columns());
        Assert.AreEqual(_data.Ids(), string.Join(",", scored.GetColumn<int>("B")));
        Assert.IsInstanceOfType<IEstimator<ITransformer>>(chain.LastEstimator);
        Assert.HasCount(3, chain.Fit(_data));
    }

    [TestMethod]
    public void TransformWithoutScope_LeavesOutWhatIsForTrainingOnly()
    {
        var model = _mlContext.Transforms.CopyColumns("A", "Id")
            .Append(_mlContext.Transforms.CopyColumns("Label", "Group"), TransformerScope.Training)
            .Append(_mlContext.Transforms.CopyColumns("Test", "Group"), TransformerScope.TrainTest)
            .Append(_mlContext.Transforms.CopyColumns("B", "A"))
            .Fit(_data);

        Assert.AreEqual("Id,Group,X,K,V,Name,A,B", model.Transform(_data).Schema.Columns());
        Assert.AreEqual("Id,Group,X,K,V,Name,A,B", model.GetOutputSchema(_data.Schema).Columns());
        Assert.AreEqual("Id,Group,X,K,V,Name,A,Label,Test,B", model.Transform(_data, TransformerScope.Training).Schema.Columns());
        Assert.AreEqual("Id,Group,X,K,V,Name,A,Test,B", model.GetOutputSchema(_data.Schema, TransformerScope.Testing).Columns());
        Assert.HasCount(2, model.GetModelFor(TransformerScope.Scoring));
        Assert.HasCount(4, model.GetModelFor(TransformerScope.Everything));
    }

    [TestMethod]
    public void Fit_ChecksTheShapesFirst()
    {
        int fits = 0;
        var chain = _mlContext.Transforms.CopyColumns("A", "Id").WithOnFitDelegate(_ => fits++)
            .Append(_mlContext.Transforms.CopyColumns("B", "Absent"));

        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(_data));
        Assert.Contains("Could not find input column 'Absent'", e.Message);
        Assert.AreEqual(0, fits);
    }

    [TestMethod]
    public void WithOnFitDelegate_HandsOverTheTransformer()
    {
        ITransformer? seen = null;
        var model = _mlContext.Transforms.CopyColumns("A", "Id").WithOnFitDelegate(t => seen = t)
            .Append(_mlContext.Transforms.CopyColumns("B", "A")).Fit(_data);

        Assert.AreSame(seen, model.First());
    }

    [TestMethod]
    public void AppendCacheCheckpoint_ReadsTheRowsBeforeItOnce()
    {
        int maps = 0;
        var chain = _mlContext.Transforms.CustomMapping<NumberedRow, Doubled>((row, doubled) =>
            {
                maps++;
                doubled.Twice = 2 * row.Id;
            }, contractName: null)
            .AppendCacheCheckpoint(_mlContext)
            .Append(new TwiceReading());
        chain.Fit(_data);

        Assert.AreEqual(20, maps);
    }

    [TestMethod]
    public void WithoutCheckpoint_RowsAreMadeAnew()
    {
        int maps = 0;
        _mlContext.Transforms.CustomMapping<NumberedRow, Doubled>((_, _) => maps++, contractName: null).Append(new TwiceReading())
            .Fit(_data);

        Assert.AreEqual(40, maps);
        Assert.ThrowsExactly<InvalidOperationException>(() => new EstimatorChain<ITransformer>().AppendCacheCheckpoint(_mlContext));
    }

    [TestMethod]
    public void EmptyChain_ChangesNothing()
    {
        var model = new EstimatorChain<ITransformer>().Fit(_data);

        Assert.IsNull(model.LastTransformer);
        Assert.AreEqual(_data.Schema.Columns(), model.Transform(_data).Schema.Columns());
        Assert.IsTrue(((ITransformer)model).IsRowToRowMapper);
    }

    [TestMethod]
    public void GetOutputSchema_SaysKindsAndItemTypes()
    {
        var shape = _mlContext.Transforms.Concatenate("F", "X", "V").Append(_mlContext.Transforms.CopyColumns("Key", "K"))
            .GetOutputSchema(ShapeOf(_data));

        Assert.AreEqual("Id:Scalar:Int32:False Group:Scalar:Int32:False X:Scalar:Single:False K:Scalar:UInt32:True V:Vector:Single:False "
            + "Name:Scalar:String:False F:Vector:Single:False Key:Scalar:UInt32:True",
            string.Join(" ", shape.Select(c => $"{c.Name}:{c.Kind}:{c.ItemType}:{c.IsKey}")));
        Assert.AreEqual("SlotNames", shape[6].Annotations.Single().Name);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SchemaShape([default]));
    }

    [TestMethod]
    public void Dispose_DisposesTheMembers()
    {
        var first = new Disposable();
        var second = new Disposable();
        var chain = first.Append(second);
        chain.Dispose();
        chain.Dispose();

        Assert.AreEqual(1, first.Disposals);
        Assert.AreEqual(1, second.Disposals);
    }

    // The shape of a view, as an estimator sees it.
    private SchemaShape ShapeOf(IDataView data)
    {
        var seen = new ShapeSpy();
        _mlContext.Transforms.CopyColumns("Copy", "Id").Append(seen).Fit(data);
        return new SchemaShape(seen.Shape!.Where(c => c.Name != "Copy"));
    }

    private sealed class Doubled
    {
        public int Twice { get; set; }
    }

    private sealed class ShapeSpy : IEstimator<ITransformer>
    {
        public SchemaShape? Shape { get; private set; }

        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inputSchema;
    }

    private sealed class TwiceReading : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            for (int i = 0; i < 2; i++) _ = input.GetColumn<int>("Twice").Count();
            return new TransformerChain<ITransformer>();
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    private sealed class Disposable : ITransformer, IDisposable
    {
        public int Disposals { get; private set; }

        public bool IsRowToRowMapper => false;

        public void Dispose() => Disposals++;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;
    }
}

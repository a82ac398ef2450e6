using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class RowMappingTransformerTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Transform_Rows_AddsValuesInOrder()
    {
        var output = new Doubling().Transform(Numbers(1, 2, 3));

        Assert.AreSequenceEqual([2, 4, 6], output.GetColumn<int>("Doubled").ToArray());
        Assert.AreSequenceEqual([1, 2, 3], output.GetColumn<int>("Value").ToArray());
    }

    [TestMethod]
    public void Transform_AddedColumnNotAskedFor_ComputesNothing()
    {
        var doubling = new Doubling();

        Assert.HasCount(3, doubling.Transform(Numbers(1, 2, 3)).GetColumn<int>("Value"));
        Assert.AreEqual(0, doubling.Opened);
    }

    [TestMethod]
    public void Transform_CursorSet_SeesEveryRowOnce()
    {
        var output = new Doubling().Transform(Numbers(1, 2, 3, 4, 5));
        var values = new List<int>();
        foreach (var cursor in output.GetRowCursorSet(output.Schema, 3))
        {
            using (cursor)
            {
                var getter = cursor.GetGetter<int>(output.Schema["Doubled"]);
                int value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    values.Add(value);
                }
            }
        }
        Assert.AreSequenceEqual([2, 4, 6, 8, 10], values.Order());
    }

    [TestMethod]
    public void Transform_ShuffledAndCached_KeepsRowsTogether()
    {
        var input = Numbers(Enumerable.Range(0, 50).ToArray());
        var shuffled = _mlContext.Data.ShuffleRows(_mlContext.Data.Cache(new Doubling().Transform(input)), seed: 3);

        var values = shuffled.GetColumn<int>("Value").ToArray();
        Assert.AreSequenceEqual(values.Select(value => 2 * value).ToArray(), shuffled.GetColumn<int>("Doubled").ToArray());
        Assert.AreNotSequenceEqual(Enumerable.Range(0, 50).ToArray(), values);
    }

    [TestMethod]
    public void PredictionEngine_OneRow_EqualsTransform()
    {
        using var engine = _mlContext.Model.CreatePredictionEngine<Number, DoubledNumber>(new Doubling());

        Assert.AreEqual(14, engine.Predict(new Number { Value = 7 }).Doubled);
        Assert.AreEqual(16, engine.Predict(new Number { Value = 8 }).Doubled);
    }

    [TestMethod]
    public void Transform_ChainWithBuiltIn_MapsThroughBoth()
    {
        var input = Numbers(5);
        var chain = new Doubling().Append(_mlContext.Transforms.CopyColumns("Copied", "Doubled").Fit(new Doubling().Transform(input)));

        Assert.AreSequenceEqual([10], chain.Transform(input).GetColumn<int>("Copied").ToArray());
        using var engine = _mlContext.Model.CreatePredictionEngine<Number, DoubledNumber>(chain);
        Assert.AreEqual(18, engine.Predict(new Number { Value = 9 }).Copied);
    }

    [TestMethod]
    public void GetGetter_ColumnNotActiveOrOtherType_NamesColumn()
    {
        var output = new Doubling().Transform(Numbers(1));
        using var cursor = output.GetRowCursor([output.Schema["Doubled"]]);

        var inactive = Assert.ThrowsExactly<ArgumentException>(() => cursor.GetGetter<int>(output.Schema["Value"]));
        Assert.Contains("'Value'", inactive.Message);
        var type = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(output.Schema["Doubled"]));
        Assert.Contains("'Doubled'", type.Message);
    }

    [TestMethod]
    public void Dispose_Cursor_DisposesMapping()
    {
        var doubling = new Doubling();
        var output = doubling.Transform(Numbers(1));

        output.GetRowCursor(output.Schema).Dispose();

        Assert.AreEqual(1, doubling.Opened);
        Assert.AreEqual(1, doubling.Closed);
    }

    private IDataView Numbers(params int[] values) =>
        _mlContext.Data.LoadFromEnumerable(values.Select(value => new Number { Value = value }));

    private sealed class Number
    {
        public int Value { get; set; }
    }

    private sealed class DoubledNumber
    {
        public int Doubled { get; set; }

        [NoColumn]
        public int Ignored { get; set; }

        public int Copied { get; set; }
    }

    private sealed class Doubling : RowMappingTransformer
    {
        public int Opened { get; private set; }

        public int Closed { get; private set; }

        public override void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        internal override IReadOnlyList<AddedColumn> Bind(DataViewSchema input) =>
            [new(new DataViewSchema.DetachedColumn("Doubled", NumberDataViewType.Int32), [input["Value"]])];

        internal override IRowMapping Open(DataViewRow input, IReadOnlyList<bool> active)
        {
            Assert.IsTrue(active[0]);
            Opened++;
            return new Mapping(this, input.GetGetter<int>(input.Schema["Value"]));
        }

        private sealed class Mapping(Doubling parent, ValueGetter<int> value) : IRowMapping
        {
            public Delegate Getter(int added) => (ValueGetter<int>)((ref int result) =>
            {
                value(ref result);
                result *= 2;
            });

            public void Dispose() => parent.Closed++;
        }
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class ColumnTransformsTests
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly IDataView _data = NumberedRow.Twenty(new MLContext());

    private IDataView WithHiddenId => Apply(_data, _mlContext.Transforms.CopyColumns("Id", "Group"));

    [TestMethod]
    public void CopyColumns_OverAnExistingOne_HidesIt_AndStandsBesideIt()
    {
        Assert.AreEqual("[Id],Id,Group,X,K,V,Name", WithHiddenId.Schema.Columns());
        Assert.AreEqual("0,0,0,0,1", string.Join(",", WithHiddenId.GetColumn<int>("Id").Take(5)));
        Assert.AreEqual("0,1,2,3,4", string.Join(",", WithHiddenId.GetColumn<int>(WithHiddenId.Schema[0]).Take(5)));
    }

    [TestMethod]
    public void SelectColumns_KeepsTheOrderItNames()
    {
        Assert.AreEqual("Name,Id", Apply(WithHiddenId, _mlContext.Transforms.SelectColumns("Name", "Id")).Schema.Columns());
        Assert.AreEqual("[Id],Id", Apply(WithHiddenId, _mlContext.Transforms.SelectColumns(["Id"], keepHidden: true)).Schema.Columns());
    }

    [TestMethod]
    public void DropColumns_KeepsHiddenOnes() =>
        Assert.AreEqual("[Id],Id,Group,K,V", Apply(WithHiddenId, _mlContext.Transforms.DropColumns("Name", "X")).Schema.Columns());

    [TestMethod]
    public void Concatenate_JoinsScalarsAndVectors_AndNamesSlots()
    {
        var joined = Apply(_data, _mlContext.Transforms.Concatenate("F", "X", "V"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        joined.Schema["F"].GetSlotNames(ref names);

        Assert.AreEqual("F: Vector<Single, 3> {SlotNames}", joined.Schema["F"].ToString());
        Assert.AreEqual("X,,", string.Join(",", names.DenseValues()));
        Assert.AreSequenceEqual(new[] { 6f, 1, 2 }, joined.GetColumn<float[]>("F").ElementAt(6));
    }

    [TestMethod]
    public void Concatenate_OfNamedSlots_PrefixesTheColumn()
    {
        var twice = Apply(Apply(_data, _mlContext.Transforms.Concatenate("F", "X", "V")), _mlContext.Transforms.Concatenate("G", "F", "X"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        twice.Schema["G"].GetSlotNames(ref names);

        Assert.AreEqual("F.X,,,X", string.Join(",", names.DenseValues()));
    }

    [TestMethod]
    public void Concatenate_OfOneVector_IsThatVector() =>
        Assert.AreEqual("F: Vector<Single, 2>", Apply(_data, _mlContext.Transforms.Concatenate("F", "V")).Schema["F"].ToString());

    [TestMethod]
    public void Concatenate_OfMostlyEmptyVectors_IsSparse()
    {
        var data = _mlContext.Data.LoadFromEnumerable([new WithBuffer { B = new VBuffer<float>(6, 1, [5f], [4]), X = 2 }]);
        var joined = Apply(data, _mlContext.Transforms.Concatenate("F", "B", "X")).GetColumn<VBuffer<float>>("F").Single();

        Assert.IsFalse(joined.IsDense);
        Assert.AreEqual("4:5 6:2", string.Join(" ", joined.Items().Select(i => $"{i.Key}:{i.Value}")));
    }

    [TestMethod]
    public void AbsentOrUnfittingColumns_Throw_NamingThem()
    {
        string Message(IEstimator<ITransformer> estimator) =>
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Apply(_data, estimator)).Message;

        Assert.Contains("'Absent'", Message(_mlContext.Transforms.CopyColumns("A", "Absent")));
        Assert.Contains("'Absent'", Message(_mlContext.Transforms.SelectColumns("Absent")));
        Assert.Contains("'Absent'", Message(_mlContext.Transforms.DropColumns("Id", "Absent")));
        Assert.Contains("'Absent'", Message(_mlContext.Transforms.Concatenate("F", "Absent")));
        Assert.Contains("'Id': expected Single, got Int32", Message(_mlContext.Transforms.Concatenate("F", "X", "Id")));
        Assert.ThrowsExactly<InvalidOperationException>(() => _mlContext.Transforms.DropColumns());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Transforms.Concatenate("F"));
    }

    [TestMethod]
    public void InactiveColumns_AreNotComputed()
    {
        int maps = 0;
        var mapped = Apply(_data, _mlContext.Transforms.CustomMapping<NumberedRow, WithX>((_, _) => maps++, contractName: null));

        Assert.HasCount(20, mapped.GetColumn<int>("Id"));
        Assert.AreEqual(0, maps);
    }

    private static IDataView Apply(IDataView data, IEstimator<ITransformer> estimator) => estimator.Fit(data).Transform(data);

    private sealed class WithX
    {
        public float X { get; set; }
    }

    private sealed class WithBuffer
    {
        [VectorType(6)]
        public VBuffer<float> B { get; set; }

        public float X { get; set; }
    }
}

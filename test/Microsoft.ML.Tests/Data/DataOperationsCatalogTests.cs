using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class DataOperationsCatalogTests
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly IDataView _data = NumberedRow.Twenty(new MLContext());

    [TestMethod]
    public void TrainTestSplit_TakesRowsByRandomNumbersOfTheSeed()
    {
        var split = _mlContext.Data.TrainTestSplit(_data, 0.3);

        Assert.AreEqual("2,9,10,12,13", split.TestSet.Ids());
        Assert.AreEqual("0,1,3,4,5,6,7,8,11,14,15,16,17,18,19", split.TrainSet.Ids());
        Assert.AreEqual("3,16,17,19", _mlContext.Data.TrainTestSplit(_data, 0.3, seed: 7).TestSet.Ids());
        Assert.AreEqual("5,6,10,18", new MLContext().Data.TrainTestSplit(_data, 0.3).TestSet.Ids());
        Assert.AreEqual(_data.Schema.Columns(), split.TestSet.Schema.Columns());
        Assert.IsNull(split.TestSet.GetRowCount());
        Assert.IsFalse(split.TestSet.CanShuffle);
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.5)]
    [DataRow(0.8)]
    public void TrainTestSplit_OfManyRows_HasTheFraction(double fraction)
    {
        var data = _mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 5000).Select(i => new NumberedRow { Id = i }).ToList());
        var split = _mlContext.Data.TrainTestSplit(data, fraction);
        var test = split.TestSet.GetColumn<int>("Id").ToHashSet();

        Assert.AreEqual(fraction, test.Count / 5000.0, 0.02);
        Assert.DoesNotContain(test.Contains, split.TrainSet.GetColumn<int>("Id"));
        Assert.HasCount(5000 - test.Count, split.TrainSet.GetColumn<int>("Id"));
    }

    [TestMethod]
    public void TrainTestSplit_BySamplingKey_KeepsEqualValuesTogether()
    {
        Assert.AreEqual("", _mlContext.Data.TrainTestSplit(_data, 0.3, samplingKeyColumnName: "Name").TestSet.Ids());
        Assert.AreEqual("0,1,2,3,8,9,10,11", new MLContext().Data.TrainTestSplit(_data, 0.3, samplingKeyColumnName: "Name").TestSet.Ids());
        Assert.AreEqual("12,13,14,15", _mlContext.Data.TrainTestSplit(_data, 0.3, samplingKeyColumnName: "Group").TestSet.Ids());
        Assert.AreEqual("0,6,12,18", _mlContext.Data.TrainTestSplit(_data, 0.3, samplingKeyColumnName: "K").TestSet.Ids());
    }

    [TestMethod]
    public void CrossValidationSplit_HasEachRowInOneTestSet()
    {
        var folds = _mlContext.Data.CrossValidationSplit(_data, 3);

        Assert.AreSequenceEqual(new[] { "2,9,10,12,13,14", "3,5,15,17,18,19", "0,1,4,6,7,8,11,16" },
            folds.Select(f => f.TestSet.Ids()).ToArray());
    }

    [TestMethod]
    public void ShuffleRows_DrawsFromAPool_BySeed()
    {
        Assert.AreEqual("11,17,3,9,18,2,4,5,1,19,10,16,12,15,0,14,6,13,8,7", _mlContext.Data.ShuffleRows(_data, seed: 3).Ids());
        Assert.AreEqual("2,4,0,1,7,6,9,3,11,12,10,13,5,14,15,16,18,8,17,19",
            _mlContext.Data.ShuffleRows(_data, seed: 3, shufflePoolSize: 4).Ids());
        Assert.AreEqual("0,4,1,5,2,6,3,8,10,12,7,9,15,14,17,11,19,16,18,13",
            _mlContext.Data.ShuffleRows(_data, seed: 3, shufflePoolSize: 4, shuffleSource: false).Ids());
        Assert.AreEqual(_data.Ids(), _mlContext.Data.ShuffleRows(_data, seed: 3, shufflePoolSize: 1).Ids());
        Assert.AreEqual("12,17,5,15,0,4,13,8,2,10,6,9,16,3,14,19,7,11,18,1", new MLContext(seed: 5).Data.ShuffleRows(_data).Ids());
        var shuffled = _mlContext.Data.ShuffleRows(_data);
        Assert.AreEqual(shuffled.Ids(), shuffled.Ids());
        Assert.IsTrue(shuffled.CanShuffle);
    }

    [TestMethod]
    public void ShuffleRows_OfRowsThatCanShuffle_ShufflesTheSourceToo() =>
        Assert.AreEqual("15,3,10,16,4,17,18,14,0,19,9,12,13,5,11,6,2,8,1,7",
            _mlContext.Data.ShuffleRows(_mlContext.Data.Cache(_data), seed: 3, shufflePoolSize: 4).Ids());

    [TestMethod]
    public void ShuffledRows_KeepTheirValuesTogether()
    {
        var shuffled = _mlContext.Data.ShuffleRows(_data, seed: 3, shufflePoolSize: 4);
        foreach (var row in _mlContext.Data.CreateEnumerable<NumberedRow>(shuffled, reuseRowObject: true))
        {
            Assert.AreEqual(row.Id / 4, row.Group);
            Assert.AreEqual("n" + row.Group, row.Name);
            Assert.AreSequenceEqual(new[] { 1f, 2 }, row.V);
        }
    }

    [TestMethod]
    public void Cursors_HonourRand_OnlyWhereTheViewCanShuffle()
    {
        Assert.AreEqual(_data.Ids(), _data.Ids(new Random(1)));
        Assert.AreEqual(_data.Ids(), _mlContext.Data.TakeRows(_mlContext.Data.Cache(_data), 20).Ids(new Random(1)));
        var cached = _mlContext.Data.Cache(_data);
        var ids = cached.Ids(new Random(1));
        Assert.AreNotEqual(_data.Ids(), ids);
        Assert.AreSequenceEqual(_data.Ids().Split(','), ids.Split(','), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void Cache_ReadsTheSourceOnce()
    {
        int reads = 0;
        IEnumerable<NumberedRow> Rows()
        {
            reads++;
            for (int i = 0; i < 3; i++) yield return new NumberedRow { Id = i, Name = "n" + i };
        }
        var cached = _mlContext.Data.Cache(_mlContext.Data.LoadFromEnumerable(Rows()), "Id", "Name");

        Assert.AreEqual("0,1,2", cached.Ids());
        Assert.AreEqual("0,1,2", cached.Ids());
        Assert.AreEqual("n0,n1,n2", string.Join(",", cached.GetColumn<string>("Name")));
        Assert.AreEqual(3L, cached.GetRowCount());
        Assert.IsTrue(cached.CanShuffle);
        Assert.AreEqual(1, reads);
    }

    [TestMethod]
    public void Filters_KeepRangesOfNumbersAndKeys()
    {
        Assert.AreEqual("3,4,6,7", _mlContext.Data.FilterRowsByColumn(_data, "X", 3, 8).Ids());
        Assert.AreEqual("1,2,3,4,6,7,8,9,11,12,13,14,16,17,18,19", _mlContext.Data.FilterRowsByColumn(_data, "X").Ids());
        Assert.AreEqual("0,1,6,7,12,13,18,19", _mlContext.Data.FilterRowsByKeyColumnFraction(_data, "K", 0, 0.5).Ids());
        Assert.AreEqual("0,1,2,3,4,6,7,8,9,10,12,13,14,15,16,18,19", _mlContext.Data.FilterRowsByKeyColumnFraction(_data, "K").Ids());
    }

    [TestMethod]
    public void FilterRowsByMissingValues_DropsNaN_AndMissingKeys()
    {
        Assert.AreEqual("1,2,3,4,6,7,8,9,11,12,13,14,16,17,18,19", _mlContext.Data.FilterRowsByMissingValues(_data, "X").Ids());
        Assert.AreEqual("0,1,2,3,4,6,7,8,9,10,12,13,14,15,16,18,19", _mlContext.Data.FilterRowsByMissingValues(_data, "K").Ids());
        Assert.AreEqual("1,2,3,4,6,7,8,9,12,13,14,16,18,19", _mlContext.Data.FilterRowsByMissingValues(_data, "X", "K", "V").Ids());
    }

    [TestMethod]
    public void FilterByCustomPredicate_LeavesOutWhatItIsTrueFor() =>
        Assert.AreEqual("17,18,19", _mlContext.Data.FilterByCustomPredicate<NumberedRow>(_data, row => row.Id < 17).Ids());

    [TestMethod]
    public void SkipAndTake_GiveRowsByNumber()
    {
        Assert.AreEqual("17,18,19", _mlContext.Data.SkipRows(_data, 17).Ids());
        Assert.AreEqual("0,1,2", _mlContext.Data.TakeRows(_data, 3).Ids());
        Assert.AreEqual("", _mlContext.Data.SkipRows(_data, 30).Ids());
        Assert.AreEqual(3L, _mlContext.Data.SkipRows(_data, 17).GetRowCount());
        Assert.AreEqual(20L, _mlContext.Data.TakeRows(_data, 300).GetRowCount());
        Assert.IsFalse(_mlContext.Data.TakeRows(_data, 3).CanShuffle);
    }

    [TestMethod]
    public void BadArguments_Throw()
    {
        string? Parameter(Func<object> call) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => call()).ParamName;
        var data = _mlContext.Data;

        Assert.AreEqual("testFraction", Parameter(() => data.TrainTestSplit(_data, 0)));
        Assert.AreEqual("testFraction", Parameter(() => data.TrainTestSplit(_data, 1)));
        Assert.AreEqual("samplingKeyColumn", Parameter(() => data.TrainTestSplit(_data, 0.1, "Absent")));
        Assert.AreEqual("numberOfFolds", Parameter(() => data.CrossValidationSplit(_data, 1)));
        Assert.AreEqual("shufflePoolSize", Parameter(() => data.ShuffleRows(_data, shufflePoolSize: 0)));
        Assert.AreEqual("count", Parameter(() => data.TakeRows(_data, 0)));
        Assert.AreEqual("count", Parameter(() => data.SkipRows(_data, 0)));
        Assert.AreEqual("upperBound", Parameter(() => data.FilterRowsByColumn(_data, "X", 3, 3)));
        Assert.AreEqual("columnName", Parameter(() => data.FilterRowsByColumn(_data, "Name")));
        Assert.AreEqual("columnName", Parameter(() => data.FilterRowsByKeyColumnFraction(_data, "X")));
        Assert.AreEqual("columns", Parameter(() => data.FilterRowsByMissingValues(_data)));
        Assert.AreEqual("columnsToPrefetch", Parameter(() => data.Cache(_data, "Absent")));
        Assert.Contains("does not support missing values",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => data.FilterRowsByMissingValues(_data, "Id")).Message);
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Pipeline.Augmentation;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What a row draws does not depend on how rows are read, and rows that are not read to train on stay as they are.</summary>
[TestClass]
public sealed class AugmentedRowTests
{
    private const int Rows = 12;

    private readonly MLContext _mlContext = new(seed: 1);
    private readonly IDataView _scenes;

    public AugmentedRowTests() => _scenes = NumberedScenes.View(_mlContext, Rows);

    /// <summary>The operations of ML.NET that change the order of rows or leave some out.</summary>
    public static IEnumerable<TestDataRow<Func<MLContext, IDataView, IDataView>>> Operations =>
    [
        new((mlContext, rows) => mlContext.Data.Cache(rows)) { DisplayName = "Cache" },
        new((mlContext, rows) => mlContext.Data.ShuffleRows(rows, seed: 5)) { DisplayName = "ShuffleRows" },
        new((mlContext, rows) => mlContext.Data.ShuffleRows(mlContext.Data.Cache(rows), seed: 5)) { DisplayName = "Cache, ShuffleRows" },
        new((mlContext, rows) => mlContext.Data.FilterByCustomPredicate<Numbered>(rows, row => row.Number % 3 == 0)) { DisplayName = "FilterByCustomPredicate" },
        new((mlContext, rows) => mlContext.Data.TakeRows(mlContext.Data.SkipRows(rows, 2), 5)) { DisplayName = "SkipRows, TakeRows" },
        new((mlContext, rows) => mlContext.Data.TrainTestSplit(rows, testFraction: 0.4, seed: 2).TrainSet) { DisplayName = "TrainTestSplit" },
    ];

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void TransformForEpoch_BelowAnOperation_AugmentsEachRowAsWithoutIt(Func<MLContext, IDataView, IDataView> operation)
    {
        var expected = NumberedScenes.Hashes(Epoch(_scenes, 2));

        var below = NumberedScenes.Hashes(operation(_mlContext, Epoch(_scenes, 2)));
        var above = NumberedScenes.Hashes(Epoch(operation(_mlContext, _scenes), 2));

        Assert.IsGreaterThan(2, below.Count);
        foreach (var (number, hash) in below.Concat(above))
            Assert.AreEqual(expected[number], hash);
    }

    [TestMethod]
    public void TransformForEpoch_ShuffledOrParallelCursors_AugmentsEachRowAsInOrder()
    {
        var augmented = Epoch(_mlContext.Data.Cache(_scenes), 2);
        var expected = NumberedScenes.Hashes(Epoch(_scenes, 2));

        Assert.AreSequenceEqual(expected, NumberedScenes.Hashes(augmented, new Random(3)));
        var parallel = new SortedDictionary<int, ulong>();
        Parallel.ForEach(augmented.GetRowCursorSet(augmented.Schema, 3), cursor =>
        {
            using (cursor)
                NumberedScenes.Read(cursor, parallel);
        });
        Assert.AreSequenceEqual(expected, parallel);
    }

    [TestMethod]
    public void TransformForEpoch_OtherEpochOrSeed_GivesOtherImages()
    {
        var (first, second, other) = (NumberedScenes.Hashes(Epoch(_scenes, 0)), NumberedScenes.Hashes(Epoch(_scenes, 1)),
            NumberedScenes.Hashes(Augment(new() { Seed = 9 }).TransformForEpoch(_scenes, 0)));

        Assert.HasCount(4 * Rows, first.Concat(second).Concat(other).Concat(NumberedScenes.Hashes(_scenes)).Select(row => row.Value).Distinct());
        Assert.AreSequenceEqual(first, NumberedScenes.Hashes(Epoch(_scenes, 0)));
    }

    [TestMethod]
    public void Transform_OutsideOfTraining_ChangesNothing()
    {
        var augmented = Augment(new()).Transform(_scenes);

        Assert.AreSequenceEqual(NumberedScenes.Hashes(_scenes), NumberedScenes.Hashes(augmented));
        Assert.AreEqual(Rows, augmented.GetRowCount());
    }

    /// <summary>The trainer's epoch reaches cursors that are opened within it, also later and on other threads.</summary>
    [TestMethod]
    public void Transform_WithinATrainingRead_IsThatOfItsSeedAndEpoch()
    {
        var augmented = Augment(new()).Transform(_scenes);
        var joined = _mlContext.MultiTask().Data.Concatenate(augmented, augmented);       // opens its cursors with the first row
        Task<SortedDictionary<int, ulong>> later;
        using (TrainingRead.Begin(seed: 9, epoch: 4))
        {
            later = Task.Run(() => NumberedScenes.Hashes(_mlContext.Data.TakeRows(joined, Rows)));
            Assert.AreSequenceEqual(
                NumberedScenes.Hashes(Augment(new() { Seed = 9 }).TransformForEpoch(_scenes, 4)), NumberedScenes.Hashes(augmented));
        }
        Assert.HasCount(Rows, later.Result);
        Assert.AreNotSequenceEqual(NumberedScenes.Hashes(_scenes), later.Result);
        Assert.AreSequenceEqual(NumberedScenes.Hashes(_scenes), NumberedScenes.Hashes(augmented));
    }

    /// <summary>Rows of a text file have ids too: their lines.</summary>
    [TestMethod]
    public void RowIds_OfATextFile_AreThoseOfItsLines()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "rows.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 3000).Select(i => $"{i}"));
        var lines = _mlContext.Data.LoadFromTextFile<Numbered>(path, separatorChar: ',');

        var inOrder = Ids(lines);
        Assert.HasCount(3000, inOrder.Values.Distinct());
        Assert.AreSequenceEqual(inOrder, Ids(lines));
        Assert.AreSequenceEqual(inOrder, Ids(_mlContext.Data.ShuffleRows(lines, seed: 1)));
    }

    private static SortedDictionary<int, DataViewRowId> Ids(IDataView rows)
    {
        using var cursor = rows.GetRowCursor(rows.Schema);
        var (numbers, rowIds) = (cursor.GetGetter<int>(rows.Schema["Number"]), cursor.GetIdGetter());
        var ids = new SortedDictionary<int, DataViewRowId>();
        while (cursor.MoveNext())
        {
            var (number, id) = (0, default(DataViewRowId));
            numbers(ref number);
            rowIds(ref id);
            ids.Add(number, id);
        }
        return ids;
    }

    private IDataView Epoch(IDataView rows, int epoch) => Augment(new() { Seed = 1 }).TransformForEpoch(rows, epoch);

    private AugmentTransformer Augment(AugmentationOptions options) => _mlContext.MultiTask().Transforms.Augment(options).Fit(_scenes);

    private sealed class Numbered
    {
        [LoadColumn(0)]
        public int Number { get; set; }
    }
}

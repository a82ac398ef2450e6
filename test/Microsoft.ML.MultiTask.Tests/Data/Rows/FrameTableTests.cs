using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Cursors over a reader's rows, in any order and in parallel.</summary>
[TestClass]
public sealed class FrameTableTests : IDisposable
{
    private readonly ReaderFixture _folders = new();

    public void Dispose() => _folders.Dispose();

    [TestMethod]
    public void Rows_Shuffled_AreThoseRowsInAnotherOrder()
    {
        FrameFolders.Write(_folders.Folder, "a", [.. Enumerable.Range(0, 30)]);
        var rows = Load();

        var shuffled = ReaderFixture.Names(_folders.MLContext.Data.ShuffleRows(rows, seed: 5));

        Assert.AreNotSequenceEqual(ReaderFixture.Names(rows), shuffled);
        Assert.AreSequenceEqual(ReaderFixture.Names(rows).Order(), shuffled.Order());
        Assert.AreSequenceEqual(shuffled, ReaderFixture.Names(_folders.MLContext.Data.ShuffleRows(rows, seed: 5)));
    }

    [TestMethod]
    public void Rows_ShuffledCursor_IdsStayWithTheirRows()
    {
        FrameFolders.Write(_folders.Folder, "a", [.. Enumerable.Range(0, 10)]);
        var rows = Load();

        var ids = ReadIds(rows.GetRowCursor(rows.Schema));
        var shuffled = ReadIds(rows.GetRowCursor(rows.Schema, new Random(3)));

        Assert.AreNotSequenceEqual(ids, shuffled);
        Assert.AreSequenceEqual(ids, shuffled.OrderBy(pair => pair.Frame));
    }

    [TestMethod]
    public void Rows_CursorSet_MergesByBatchIntoTheOneOrder()
    {
        FrameFolders.Write(_folders.Folder, "a", [.. Enumerable.Range(0, 12)]);
        var rows = Load();

        var cursors = rows.GetRowCursorSet(rows.Schema, 4);
        var byBatch = new SortedDictionary<long, int>();
        foreach (var cursor in cursors)
        {
            var frame = cursor.GetGetter<int>(rows.Schema["FrameIndex"]);
            for (var value = 0; cursor.MoveNext(); byBatch.Add(cursor.Batch, value))
                frame(ref value);
            Assert.IsFalse(cursor.MoveNext());
            Assert.AreEqual(-1, cursor.Position);
        }

        Assert.HasCount(4, cursors);
        Assert.AreSequenceEqual(Enumerable.Range(1, 11), byBatch.Values);
    }

    [TestMethod]
    public void Rows_TrainTestSplit_CoversEachRowOnce()
    {
        FrameFolders.Write(_folders.Folder, "a", [.. Enumerable.Range(0, 40)]);
        var rows = Load();

        var split = _folders.MLContext.Data.TrainTestSplit(rows, testFraction: 0.25);

        var (train, test) = (ReaderFixture.Names(split.TrainSet), ReaderFixture.Names(split.TestSet));
        Assert.IsNotEmpty(test);
        Assert.IsGreaterThan(test.Length, train.Length);
        Assert.AreSequenceEqual(ReaderFixture.Names(rows).Order(), train.Concat(test).Order());
    }

    private IDataView Load() => _folders.Data.LoadFrameFolders(_folders.Path);

    private static List<(int Frame, DataViewRowId Id)> ReadIds(DataViewRowCursor cursor)
    {
        var ids = new List<(int Frame, DataViewRowId Id)>();
        using (cursor)
        {
            var (frame, id) = (cursor.GetGetter<int>(cursor.Schema["FrameIndex"]), cursor.GetIdGetter());
            while (cursor.MoveNext())
            {
                (int Frame, DataViewRowId Id) row = default;
                frame(ref row.Frame);
                id(ref row.Id);
                ids.Add(row);
            }
        }
        return ids;
    }
}

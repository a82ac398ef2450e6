using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class BatchReaderTests
{
    private const int Pixels = ToyScenes.Height * ToyScenes.Width;

    [TestMethod]
    [DataRow(1, 1, 7, DisplayName = "1 thread, batches of 1")]
    [DataRow(2, 3, 7, DisplayName = "2 threads, batches of 3")]
    [DataRow(4, 2, 9, DisplayName = "4 threads, batches of 2")]
    [DataRow(5, 1, 12, DisplayName = "5 threads, batches of 1")]
    [DataRow(3, 4, 8, DisplayName = "3 threads, whole batches")]
    [DataRow(4, 4, 2, DisplayName = "more threads than rows")]
    [DataRow(3, 2, 0, DisplayName = "no rows")]
    public void Read_AnyThreads_GivesEveryRowInOrder(int threads, int batchSize, int rows)
    {
        var scenes = new Dictionary<int, ToyScenes.Scene>();
        var reader = Reader(ToyScenes.View(new MLContext(1), rows, change: (i, scene) => scenes[i] = scene), batchSize, threads);

        var row = 0;
        foreach (var batch in reader.Read(shuffleSeed: null))
        {
            Assert.AreEqual(Math.Min(batchSize, rows - row), batch.Rows);
            for (var place = 0; place < batch.Rows; place++, row++)
            {
                Assert.AreSequenceEqual(scenes[row].Frame0, batch.FramePixels(0, place).ToArray());
                Assert.AreSequenceEqual(scenes[row].Frame1, batch.FramePixels(1, place).ToArray());
                Assert.AreSequenceEqual(scenes[row].Segmentation, batch.LabelPixels(0, place).ToArray());
                Assert.AreSequenceEqual(scenes[row].Depth, MemoryMarshal.Cast<byte, float>(batch.LabelPixels(1, place)).ToArray());
                Assert.AreSequenceEqual(scenes[row].Motion, batch.LabelPixels(2, place).ToArray());
            }
        }
        Assert.AreEqual(rows, row);
    }

    [TestMethod]
    public void Read_Shuffled_IsTheSameForAnyThreads()
    {
        var mlContext = new MLContext(1);
        var view = mlContext.Data.Cache(ToyScenes.View(mlContext, 20, change: (i, scene) => scene.Frame0[0] = (byte)i));
        var inOrder = Order(view, 1, null);
        var expected = Order(view, 1, 5);

        Assert.AreSequenceEqual([.. Enumerable.Range(0, 20)], inOrder);
        Assert.AreNotSequenceEqual(inOrder, expected);
        Assert.AreSequenceEqual([.. Enumerable.Range(0, 20)], expected.Order().ToArray());
        foreach (var threads in new[] { 2, 3, 4 })
            Assert.AreSequenceEqual(expected, Order(view, threads, 5));
        Assert.AreNotSequenceEqual(expected, Order(view, 2, 6));
    }

    [TestMethod]
    public void Read_PartlyLabelled_SaysSoPerBatch()
    {
        var view = ToyScenes.View(new MLContext(1), 8, change: (i, scene) =>
        {
            if (i != 3) Array.Fill(scene.Motion, DenseTask.Ignore);
            if (i is 4 or 5) Array.Fill(scene.Depth, float.NaN);
        });

        var labelled = Reader(view, batchSize: 2, threads: 3).Read(null).Select(batch => string.Join(' ', batch.IsLabelled)).ToArray();

        Assert.AreSequenceEqual(["True True False", "True True True", "True False False", "True True False"], labelled);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    public void Read_BrokenRow_ThrowsAfterTheBatchesBefore(int threads)
    {
        var view = ToyScenes.View(new MLContext(1), 12, change: (i, scene) =>
        {
            if (i >= 7) scene.Segmentation[0] = (byte)(ToyScenes.Classes + i);
        });
        var rows = 0;

        var e = Assert.ThrowsExactly<InvalidDataException>(() =>
        {
            foreach (var batch in Reader(view, batchSize: 2, threads).Read(null))
                rows += batch.Rows;
        });

        Assert.AreEqual(6, rows);
        Assert.Contains("row 7", e.Message);
    }

    [TestMethod]
    public void Read_LeftEarly_ClosesItsCursorsAndReadsNoFurther()
    {
        var rows = new CountingView(ToyScenes.View(new MLContext(1), 500));

        foreach (var _ in Reader(rows, batchSize: 2, threads: 3).Read(null))
            break;

        Assert.AreEqual(3, rows.Opened);
        Assert.AreEqual(0, rows.Open);
        Assert.IsLessThan(30, rows.ValuesRead);
    }

    [TestMethod]
    public void Read_SlowConsumer_StaysAFewBatchesAhead()
    {
        var rows = new CountingView(ToyScenes.View(new MLContext(1), 100));
        foreach (var threads in new[] { 1, 4 })
        {
            rows.ValuesRead = 0;
            var batches = 0;
            foreach (var _ in Reader(rows, batchSize: 2, threads).Read(null))
            {
                if (++batches > 5) break;
                Thread.Sleep(20);
                Assert.IsLessThanOrEqualTo(2 * (batches + Math.Max(2, 2 * threads)), rows.ValuesRead);
            }
        }
    }

    [TestMethod]
    public void Read_RowsThatDifferByCursor_Throws()
    {
        var rows = new CountingView(ToyScenes.View(new MLContext(1), 9)) { LosesRows = true };

        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Reader(rows, batchSize: 2, threads: 2).Read(null).Count());

        Assert.Contains("LoaderThreads = 1", e.Message);
    }

    private static BatchReader Reader(IDataView data, int batchSize, int threads) =>
        new(data, frameColumnNames: null, ToyScenes.Tasks, batchSize) { Threads = threads };

    private static int[] Order(IDataView view, int threads, int? seed) =>
        [.. Reader(view, batchSize: 3, threads).Read(seed).SelectMany(batch =>
            Enumerable.Range(0, batch.Rows).Select(row => (int)batch.FramePixels(0, row)[0]).ToArray())];

    /// <summary>Counts its cursors and the segmentation labels read through them.</summary>
    private sealed class CountingView(IDataView data) : IDataView
    {
        private int _opened;
        private int _open;
        private int _valuesRead;

        public int Opened => _opened;

        public int Open => _open;

        public int ValuesRead
        {
            get => Volatile.Read(ref _valuesRead);
            set => Volatile.Write(ref _valuesRead, value);
        }

        public bool LosesRows { get; init; }

        public bool CanShuffle => data.CanShuffle;

        public DataViewSchema Schema => data.Schema;

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            Interlocked.Increment(ref _open);
            return new Cursor(this, data.GetRowCursor(columnsNeeded, rand), LosesRows ? 9 - Interlocked.Increment(ref _opened) : long.MaxValue - Interlocked.Increment(ref _opened));
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];

        private sealed class Cursor(CountingView view, DataViewRowCursor input, long limit) : DataViewRowCursor
        {
            public override DataViewSchema Schema => input.Schema;

            public override long Position => input.Position;

            public override long Batch => input.Batch;

            public override bool MoveNext() => input.Position < limit - 1 && input.MoveNext();

            public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

            public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            {
                var getter = input.GetGetter<TValue>(column);
                return column.Name != "Segmentation" ? getter : (ref TValue value) =>
                {
                    Interlocked.Increment(ref view._valuesRead);
                    getter(ref value);
                };
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    Interlocked.Decrement(ref view._open);
                    input.Dispose();
                }
                base.Dispose(disposing);
            }
        }
    }
}

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
        Assert.IsLessThan(30, rows.ValuesRead("Segmentation"));
    }

    /// <summary>The loader threads fill the whole ring, and wait then.</summary>
    [TestMethod]
    [DataRow(1, 3)]
    [DataRow(4, 9)]
    public void Next_SlowConsumer_IsReadAFewBatchesAhead(int threads, int batchesInRing)
    {
        var rows = new CountingView(ToyScenes.View(new MLContext(1), 100));
        using (var pass = Reader(rows, batchSize: 2, threads).Open(null))
        {
            for (int taken = 1; taken <= 5; taken++)
            {
                Assert.IsNotNull(pass.Next());
                int ahead = 2 * (taken - 1 + batchesInRing);
                Assert.IsTrue(SpinWait.SpinUntil(() => rows.ValuesRead("Segmentation") >= ahead, TimeSpan.FromSeconds(60)));
            }
        }
        Assert.AreEqual(2 * (4 + batchesInRing), rows.ValuesRead("Segmentation"));
    }

    [TestMethod]
    public void Open_PassThatIsNotStarted_ReadsNothing_AndClosesItsCursors()
    {
        var rows = new CountingView(ToyScenes.View(new MLContext(1), 4));
        using (Reader(rows, batchSize: 2, threads: 2).Open(null))
            Assert.AreEqual(2, rows.Open);
        Assert.AreEqual(0, rows.Open);
        Assert.AreEqual(0, rows.RowsRead);
    }

    [TestMethod]
    public void Open_SecondCursorFails_ClosesTheFirst()
    {
        var rows = new CountingView(ToyScenes.View(new MLContext(1), 4)) { IsUnrepeatable = true };
        Assert.ThrowsExactly<InvalidOperationException>(() => Reader(rows, batchSize: 2, threads: 2).Open(null));
        Assert.AreEqual(0, rows.Open);
    }

    [TestMethod]
    public void Read_RowsThatDifferByCursor_Throws()
    {
        var rows = new CountingView(ToyScenes.View(new MLContext(1), 9)) { LosesRows = true };

        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Reader(rows, batchSize: 2, threads: 2).Read(null).Count());

        Assert.Contains("LoaderThreads = 1", e.Message);
        Assert.MatchesRegex("one [78] and another (at least )?[78]:", e.Message);
    }

    /// <summary>While an epoch is read, nothing is allocated but the ring.</summary>
    [TestMethod]
    public void Read_TwoPasses_LeaveNoTensor()
    {
        long before = LiveTensors.OfThisThread;
        var reader = Reader(ToyScenes.View(new MLContext(1), 9), batchSize: 2, threads: 2);
        Assert.HasCount(5, reader.Read(null));
        Assert.HasCount(5, reader.Read(1));
        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    private static BatchReader Reader(IDataView data, int batchSize, int threads) =>
        new(data, frameColumnNames: null, ToyScenes.Tasks, batchSize) { Threads = threads };

    private static int[] Order(IDataView view, int threads, int? seed) =>
        [.. Reader(view, batchSize: 3, threads).Read(seed).SelectMany(batch =>
            Enumerable.Range(0, batch.Rows).Select(row => (int)batch.FramePixels(0, row)[0]).ToArray())];
}

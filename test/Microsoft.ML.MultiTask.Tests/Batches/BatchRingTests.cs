using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class BatchRingTests : IDisposable
{
    private const int BatchSize = 4;

    private readonly HostBatch[] _batches = [Batch(), Batch(), Batch()];

    public void Dispose()
    {
        foreach (var batch in _batches)
            batch.Dispose();
    }

    [TestMethod]
    public void Take_ErrorWithinABatch_EndsTheBatch_OrReplacesIt()
    {
        var ring = Filled(rows: 6, endsBatchAtError: true);
        Assert.AreEqual(4, Take(ring));
        Assert.AreEqual(2, Take(ring));
        Assert.Contains("row 6", Assert.ThrowsExactly<IOException>(() => Take(ring)).Message);
        Assert.Contains("row 6", Assert.ThrowsExactly<IOException>(() => Take(ring)).Message);

        ring = Filled(rows: 6, endsBatchAtError: false);
        Assert.AreEqual(4, Take(ring));
        Assert.Contains("row 6", Assert.ThrowsExactly<IOException>(() => Take(ring)).Message);
    }

    [TestMethod]
    public void Take_ErrorAtTheStartOfABatch_IsRaisedAfterTheBatchBefore()
    {
        foreach (bool endsBatchAtError in new[] { true, false })
        {
            var ring = Filled(rows: 8, endsBatchAtError);
            Assert.AreEqual(4, Take(ring));
            Assert.AreEqual(4, Take(ring));
            Assert.ThrowsExactly<IOException>(() => Take(ring));
        }
    }

    /// <summary>The thread of the odd rows finds no row 5, the other one a row 6.</summary>
    [TestMethod]
    public void Take_ThreadsThatDisagreeAboutTheEnd_IsAnError_AfterTheRowsThatBothHave()
    {
        var ring = new BatchRing(_batches, BatchSize, threads: 2, endsBatchAtError: true);
        for (int row = 0; row < 5; row++)
        {
            Assert.IsNotNull(ring.WaitForBatch(row % 2, row));
            ring.Filled(row % 2, row);
        }
        ring.Ended(thread: 1, rows: 5);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => ring.WaitForBatch(thread: 0, row: 6));
        ring.Failed(thread: 0, row: 6, e);

        Assert.AreEqual(4, Take(ring));
        Assert.AreEqual(1, Take(ring));
        Assert.AreSame(e, Assert.ThrowsExactly<InvalidOperationException>(() => Take(ring)));
    }

    [TestMethod]
    public void WaitForBatch_Stopped_ReturnsNull()
    {
        var ring = Filled(rows: BatchSize * 3, endsBatchAtError: null);
        var waiting = Task.Run(() => ring.WaitForBatch(thread: 0, row: BatchSize * 3));
        Assert.IsFalse(waiting.IsCompleted);
        ring.Stop();
        Assert.IsNull(waiting.GetAwaiter().GetResult());
    }

    [TestMethod]
    public void WaitForBatch_FullRing_ReturnsTheBatchThatIsReleased()
    {
        var ring = Filled(rows: BatchSize * 3, endsBatchAtError: null);
        var waiting = Task.Run(() => ring.WaitForBatch(thread: 0, row: BatchSize * 3));
        var taken = ring.Take();
        Assert.IsFalse(waiting.IsCompleted);
        ring.Release();
        Assert.AreSame(taken, waiting.GetAwaiter().GetResult());
    }

    /// <summary>A ring of one thread that has filled some rows, and failed then unless <paramref name="endsBatchAtError"/> is null.</summary>
    private BatchRing Filled(int rows, bool? endsBatchAtError)
    {
        var ring = new BatchRing(_batches, BatchSize, threads: 1, endsBatchAtError ?? false);
        for (int row = 0; row < rows; row++)
        {
            Assert.AreSame(_batches[row / BatchSize], ring.WaitForBatch(thread: 0, row));
            ring.Filled(thread: 0, row);
        }
        if (endsBatchAtError is not null)
            ring.Failed(thread: 0, rows, new IOException($"row {rows}"));
        return ring;
    }

    private static int Take(BatchRing ring)
    {
        var batch = ring.Take()!;
        int rows = batch.Rows;
        ring.Release();
        return rows;
    }

    private static HostBatch Batch()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Frame0", new VectorDataViewType(NumberDataViewType.Byte, 3, 32, 32));
        return new HostBatch(FrameColumns.Resolve(builder.ToSchema(), null), tasks: [], BatchSize);
    }
}

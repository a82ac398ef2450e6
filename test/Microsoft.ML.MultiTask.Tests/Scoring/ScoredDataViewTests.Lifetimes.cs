using Microsoft.ML.Data;
using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

public sealed partial class ScoredDataViewTests
{
    [TestMethod]
    public void Cursor_50Batches_LeavesNoTensor()
    {
        long before = LiveTensors.OfThisThread;
        using var model = s_model.With(new ScoringOptions { BatchSize = 2 });
        var scored = model.Transform(ToyScenes.View(s_mlContext, 110));
        using (var cursor = scored.GetRowCursor(scored.Schema))
        {
            var read = new[] { "PredictedSegmentation", "PredictedDepth", "PredictedMotion", "SegmentationScore", "DepthScore" }
                .Select(name => Reader(cursor, name)).ToArray();
            var live = new List<long>();
            while (cursor.MoveNext())
            {
                foreach (var value in read)
                    value();
                live.Add(LiveTensors.OfThisThread);
            }
            Assert.AreSequenceEqual(Enumerable.Repeat(live[9], 100).ToArray(), live.Skip(10).ToArray());
        }
        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    public void RowMapper_50Rows_LeavesNoTensor()
    {
        long before = LiveTensors.OfThisThread;
        var view = ToyScenes.View(s_mlContext, 50);
        var mapper = s_model.GetRowToRowMapper(view.Schema);
        using (var cursor = view.GetRowCursor(view.Schema))
        using (var row = mapper.GetRow(cursor, mapper.OutputSchema))
        {
            var read = new[] { "PredictedSegmentation", "PredictedDepth", "SegmentationScore" }.Select(name => Reader(row, name)).ToArray();
            var live = new List<long>();
            while (cursor.MoveNext())
            {
                foreach (var value in read)
                    value();
                live.Add(LiveTensors.OfThisThread);
            }
            Assert.AreSequenceEqual(Enumerable.Repeat(live[0], 50).ToArray(), live.ToArray());
        }
        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    /// <summary>2,000 rows of 6 KB frames and as much again in labels: 25 MB if they were kept.</summary>
    [TestMethod]
    [DoNotParallelize]
    public void Cursor_ManyRows_KeepsAFewBatches()
    {
        var scene = ToyScenes.Create(new Random(1));
        var rows = s_mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 2000).Select(_ => new ToyScenes.Scene
        {
            Frame0 = [.. scene.Frame0], Frame1 = [.. scene.Frame1], Segmentation = [.. scene.Segmentation], Depth = [.. scene.Depth],
        }), ToyScenes.Definition(ToyScenes.Height, ToyScenes.Width));
        var scored = s_model.Transform(rows);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var depth = Reader(cursor, "Depth");
        var memory = new List<long>();
        for (int row = 0; cursor.MoveNext(); row++)
        {
            depth();
            if (row is 200 or 1999) memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        Assert.HasCount(2, memory);
        Assert.IsLessThan(2_000_000, memory[1] - memory[0]);
    }
}

using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>How ReproducePaper holds out a part of KITTI's labelled frames.</summary>
[TestClass]
public sealed class LabelledSplitTests
{
    [TestMethod]
    public void Split_RowsWithAllLabels_HoldsOutTheLast()
    {
        var (training, heldOut, description) = Split([.. Enumerable.Range(0, 10).Select(i => new Row(i, "s", "d", "m"))], 0.2);
        Assert.AreEqual("0 1 2 3 4 5 6 7", training);
        Assert.AreEqual("8 9", heldOut);
        Assert.AreEqual("the last 20 % of 10 labelled frames", description);
    }

    [TestMethod]
    public void Split_RowsWithSomeLabels_HoldsOutSomeOfEachKind()
    {
        var (training, heldOut, _) = Split(
            [
                new(0, "s", "", ""), new(1, "s", "", ""), new(2, "", "", ""), new(3, "", "d", ""), new(4, "s", "", ""), new(5, "", "d", ""),
                new(6, "", "", "m"),
            ],
            0.2);
        Assert.AreEqual("0 1 3 6", training);                               // 2 has no label, and 6 is the only one with motion
        Assert.AreEqual("4 5", heldOut);
    }

    private static (string Training, string HeldOut, string Description) Split(Row[] rows, double fraction)
    {
        var mlContext = new MLContext(seed: 1);
        var (training, heldOut, description) = LabelledSplit.Split(mlContext, mlContext.Data.LoadFromEnumerable(rows), fraction);
        return (Frames(training), Frames(heldOut), description);

        static string Frames(IDataView view) => string.Join(' ', view.GetColumn<int>("FrameIndex"));
    }

    private sealed class Row(int frame, string segmentation, string depth, string motion)
    {
        public string Sequence { get; } = $"{frame:000000}";

        public int FrameIndex { get; } = frame;

        public string SegmentationPath { get; } = segmentation;

        public string DepthPath { get; } = depth;

        public string MotionPath { get; } = motion;
    }
}

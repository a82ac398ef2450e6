using System.Text.Json;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MultiTaskMetricsTests
{
    private static readonly MultiTaskMetrics s_metrics = new(
    [
        new("Road", new SegmentationMetrics { LabelledPixels = 1234, PixelAccuracy = 0.81, MeanIoU = 0.5, PerClassIoU = [0.25, 0.75, null], ClassNames = ["sky", "car", "sign"] }),
        new("Depth", new DepthMetrics { LabelledPixels = 9, AbsRelError = 0.2, RmseError = 12.34567, Delta1Accuracy = 4 / 9.0 }),
        new("Motion", new MotionMetrics { LabelledPixels = 0, Accuracy = double.NaN, MovingIoU = double.NaN, Precision = double.NaN, Recall = double.NaN }),
    ]);

    [TestMethod]
    public void ToString_ThreeTasks_IsAnAlignedTable()
    {
        var expected = """
            Task    Metric            Value  Labelled pixels
            Road    PixelAccuracy    0.8100            1,234  2 of 3 classes occur
                    MeanIoU          0.5000
            Depth   AbsRelError      0.2000                9  RmseError in metres
                    RmseError       12.3457
                    Delta1Accuracy   0.4444
            Motion  Accuracy            n/a                0
                    MovingIoU           n/a
                    Precision           n/a
                    Recall              n/a

            """;
        Assert.AreEqual(expected, s_metrics.ToString().ReplaceLineEndings("\n"));
    }

    [TestMethod]
    public void ToJson_ThreeTasks_HasNullForWhatIsNotANumber()
    {
        using var json = JsonDocument.Parse(s_metrics.ToJson());
        var road = json.RootElement.GetProperty("Road");
        Assert.AreEqual(0.81, road.GetProperty("PixelAccuracy").GetDouble());
        Assert.AreEqual(1234, road.GetProperty("LabelledPixels").GetInt64());
        Assert.AreEqual(JsonValueKind.Null, road.GetProperty("PerClassIoU")[2].ValueKind);
        Assert.AreEqual("sign", road.GetProperty("ClassNames")[2].GetString());
        Assert.AreEqual(JsonValueKind.Null, json.RootElement.GetProperty("Motion").GetProperty("Recall").ValueKind);
    }

    [TestMethod]
    public void Shortcuts_AndDictionary_FindTheTasks()
    {
        Assert.AreEqual("Road", s_metrics.Segmentation.TaskName);
        Assert.AreSame(s_metrics["Depth"], s_metrics.Depth);
        Assert.AreSame(s_metrics.Values.Last(), s_metrics.Motion);
        Assert.HasCount(3, s_metrics);
        Assert.IsFalse(s_metrics.TryGetValue("Normals", out _));
        Assert.Contains("Road, Depth, Motion", Assert.ThrowsExactly<KeyNotFoundException>(() => s_metrics["Normals"]).Message);
    }

    [TestMethod]
    public void Shortcut_ToATaskThatIsNotThere_SaysWhichAre()
    {
        var metrics = new MultiTaskMetrics([new("Depth", s_metrics.Depth)]);
        Assert.Contains("No motion task was evaluated; the tasks are Depth", Assert.ThrowsExactly<InvalidOperationException>(() => metrics.Motion).Message);
    }
}

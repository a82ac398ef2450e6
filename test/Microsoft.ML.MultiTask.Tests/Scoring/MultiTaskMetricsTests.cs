using System.Globalization;
using System.Text.Json;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MultiTaskMetricsTests
{
    private static readonly MultiTaskMetrics s_metrics = new(
    [
        new("Road", new SegmentationMetrics
        {
            LabelledPixels = 1234, PixelAccuracy = 0.81, MeanIoU = 0.5, MeanClassAccuracy = 0.75, FrequencyWeightedIoU = 0.7,
            PerClassIoU = [0.25, 0.75, null], PerClassAccuracy = [0.5, 1, null], ClassNames = ["sky", "car", "sign"],
        }),
        new("Depth", new DepthMetrics
        {
            LabelledPixels = 9, AbsRelError = 0.2, RmseError = 12.34567, Delta1Accuracy = 4 / 9.0, Delta2Accuracy = 0.5, Delta3Accuracy = 1,
            AbsError = 3.5, SqRelError = 0.8, RmseLogError = 0.25, Log10Error = 0.09, SILogError = 0.125, InverseRmseError = 90.75,
        }),
        new("Motion", new MotionMetric().Compute()),
    ],
    rows: 4);

    [TestMethod]
    public void ToString_ThreeTasks_IsAnAlignedTable()
    {
        var expected = """
            Task    Metric                  Value  Labelled pixels
            Road    PixelAccuracy          0.8100            1,234
                    MeanIoU                0.5000                   2 of 3 classes occur
                    MeanClassAccuracy      0.7500
                    FrequencyWeightedIoU   0.7000
            Depth   AbsRelError            0.2000                9
                    RmseError             12.3457                   m
                    Delta1Accuracy         0.4444
                    Delta2Accuracy         0.5000
                    Delta3Accuracy         1.0000
                    AbsError               3.5000                   m
                    SqRelError             0.8000                   m
                    RmseLogError           0.2500
                    Log10Error             0.0900
                    SILogError             0.1250
                    InverseRmseError      90.7500                   1/km
            Motion  Accuracy                  n/a                0  no labelled pixel that counts in 4 rows
                    MovingIoU                 n/a
                    Precision                 n/a
                    Recall                    n/a
                    F1Score                   n/a
                    StaticIoU                 n/a
                    MeanIoU                   n/a

            """;
        Assert.AreEqual(expected, s_metrics.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>With decimal commas as the culture's, which a thread of its own has.</summary>
    [TestMethod]
    public void ToString_AnyCulture_HasDecimalPoints()
    {
        var (table, depth, json) = ("", "", "");
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
        var thread = new Thread(() => (table, depth, json) = (s_metrics.ToString(), s_metrics.Depth.ToString(), s_metrics.ToJson()))
        {
            CurrentCulture = commas,
        };
        thread.Start();
        thread.Join();
        Assert.AreEqual(s_metrics.ToString(), table);
        Assert.AreEqual(s_metrics.ToJson(), json);
        Assert.StartsWith("Depth: AbsRelError 0.2000, RmseError 12.3457, ", depth);
        Assert.EndsWith(", InverseRmseError 90.7500; 9 labelled pixels", depth);
        Assert.AreEqual("MotionMetrics: Accuracy n/a, MovingIoU n/a, Precision n/a, Recall n/a, F1Score n/a, StaticIoU n/a, MeanIoU n/a; 0 labelled pixels",
            new MotionMetric().Compute().ToString());
    }

    [TestMethod]
    public void ToJson_ThreeTasks_HasNullForWhatIsNotANumber()
    {
        using var json = JsonDocument.Parse(s_metrics.ToJson());
        var road = json.RootElement.GetProperty("Road");
        Assert.AreEqual(0.81, road.GetProperty("PixelAccuracy").GetDouble());
        Assert.AreEqual(1234, road.GetProperty("LabelledPixels").GetInt64());
        Assert.AreEqual(JsonValueKind.Null, road.GetProperty("PerClassIoU")[2].ValueKind);
        Assert.AreEqual(0.5, road.GetProperty("PerClassAccuracy")[0].GetDouble());
        Assert.AreEqual("sign", road.GetProperty("ClassNames")[2].GetString());
        Assert.AreEqual(JsonValueKind.Null, json.RootElement.GetProperty("Motion").GetProperty("Recall").ValueKind);
    }

    [TestMethod]
    public void ToValues_ThreeTasks_KeepsNamesAndOrder()
    {
        var values = s_metrics.ToValues();
        Assert.AreEqual("Road Depth Motion", string.Join(' ', values.Keys));
        Assert.AreEqual("PixelAccuracy MeanIoU MeanClassAccuracy FrequencyWeightedIoU", string.Join(' ', values["Road"].Keys));
        Assert.AreEqual(90.75, values["Depth"]["InverseRmseError"]);
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
        var metrics = new MultiTaskMetrics([new("Depth", s_metrics.Depth)], rows: 4);
        Assert.Contains("No motion task was evaluated; the tasks are Depth", Assert.ThrowsExactly<InvalidOperationException>(() => metrics.Motion).Message);
    }
}

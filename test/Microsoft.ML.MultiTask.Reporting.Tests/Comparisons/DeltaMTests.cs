namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DeltaMTests
{
    /// <summary>
    /// Cityscapes with two tasks, as CAGrad, Nash-MTL and FAMO print it: mean IoU, pixel accuracy, absolute and relative error.
    /// </summary>
    private static readonly double[] s_alone = [0.7401, 0.9316, 0.0125, 27.77];

    /// <summary>Recomputed in Python's float64 from the printed columns; each agrees with the printed Δm to 0.1.</summary>
    [TestMethod]
    [DataRow(0.7518, 0.9349, 0.0155, 46.77, 22.621015157690834, DisplayName = "LS")]
    [DataRow(0.7095, 0.9173, 0.0161, 33.83, 14.07292003972861, DisplayName = "SI")]
    [DataRow(0.7202, 0.9285, 0.0140, 30.13, 5.879991555545642, DisplayName = "UW")]
    [DataRow(0.6884, 0.9154, 0.0309, 33.50, 44.13956592615731, DisplayName = "MGDA")]
    [DataRow(0.7516, 0.9348, 0.0141, 37.60, 11.575143069453198, DisplayName = "CAGrad")]
    [DataRow(0.7541, 0.9366, 0.0129, 35.02, 6.719740686666173, DisplayName = "Nash-MTL")]
    [DataRow(0.7454, 0.9329, 0.0145, 32.59, 8.125298902104214, DisplayName = "FAMO")]
    public void Drop_OfThePublishedTable_IsThePublishedOne(double iou, double accuracy, double absolute, double relative, double expected)
    {
        var together = Metrics([iou, accuracy, absolute, relative]);
        Assert.AreEqual(expected, DeltaM.Drop(together, Metrics(s_alone)), 1e-9);
        Assert.AreEqual(-expected, DeltaM.Gain(together, Metrics(s_alone)), 1e-9, "both tasks have two metrics, so the means agree");
    }

    /// <summary>Segmentation gains 20 % and 10 %, depth loses 30 %.</summary>
    [TestMethod]
    public void GainAndDrop_TasksOfDifferentCounts_WeighThemDifferently()
    {
        var alone = Values(("Segmentation", [("MeanIoU", 0.5), ("PixelAccuracy", 0.8)]), ("Depth", [("RmseError", 10)]));
        var together = Values(("Segmentation", [("MeanIoU", 0.6), ("PixelAccuracy", 0.88)]), ("Depth", [("RmseError", 13)]));
        Assert.AreEqual(((20 + 10) / 2.0 - 30) / 2, DeltaM.Gain(together, alone), 1e-9);
        Assert.AreEqual(-(20 + 10 - 30) / 3.0, DeltaM.Drop(together, alone), 1e-9);
    }

    [TestMethod]
    public void Gain_OfMeasuredTasks_CountsTheUsualMetrics()
    {
        MultiTaskMetrics alone = new([new("Motion", Motion(movingIoU: 0.5, meanIoU: 0.7))], rows: 1), together = new(
        [
            new("Motion", Motion(movingIoU: 0.4, meanIoU: 0.63)), new("Depth", new DepthMetric().Compute()),
        ],
        rows: 1);
        Assert.AreEqual(-(20 + 10) / 2.0, DeltaM.Gain(together, [alone]), 1e-9);
        Assert.AreEqual((20 + 10) / 2.0, DeltaM.Drop(together, [alone]), 1e-9);
        var counted = new Dictionary<string, IReadOnlyList<string>> { ["Motion"] = ["F1Score"] };
        Assert.AreEqual(0, DeltaM.Gain(together, [alone], counted));
    }

    [TestMethod]
    public void Gain_WhatCannotBeCompared_IsLeftOut()
    {
        var alone = Values(("Segmentation", [("MeanIoU", 0), ("PixelAccuracy", 0.5)]), ("Depth", [("AbsError", double.NaN)]));
        var together = Values(
            ("Segmentation", [("MeanIoU", 0.5), ("PixelAccuracy", 0.75)]), ("Depth", [("AbsError", 2)]), ("Normals", [("MeanAngleError", 20)]));
        Assert.AreEqual(50, DeltaM.Gain(together, alone), 1e-9);
        Assert.AreEqual(double.NaN, DeltaM.Gain(together, Values()));
    }

    [TestMethod]
    public void CountedOf_TaskOfOnesOwn_IsAllOfIt() =>
        Assert.AreSequenceEqual(["MeanAngleError", "Within11Accuracy"], DeltaM.CountedOf("Normals", ["MeanAngleError", "Within11Accuracy"]));

    [TestMethod]
    public void CountedOf_UnknownMetric_NamesTaskAndMetrics() =>
        Assert.Contains("'Rmse' of task 'Depth' cannot be counted: its metrics are AbsError, RmseError", Assert.ThrowsExactly<ArgumentException>(() =>
            DeltaM.CountedOf("Depth", ["AbsError", "RmseError"], new Dictionary<string, IReadOnlyList<string>> { ["Depth"] = ["Rmse"] })).Message);

    /// <summary>By hand: places 1, 2, 3 in mean IoU; 2.5, 1, 2.5 in pixel accuracy; 3, 1.5, 1.5 in absolute error.</summary>
    [TestMethod]
    public void MeanRank_ThreeMethods_SharesThePlacesOfEqualOnes() => Assert.AreSequenceEqual(
        new[] { 6.5 / 3, 1.5, 7 / 3.0 },
        MeanRank.Of([Metrics([0.7, 0.8, 3, double.NaN]), Metrics([0.6, 0.9, 2, 1]), Metrics([0.5, 0.8, 2, 1])]));

    [TestMethod]
    public void MeanRank_NothingInCommon_IsNotANumber()
    {
        Assert.AreEqual(double.NaN, MeanRank.Of([Values(("A", [("X", 1)])), Values(("B", [("X", 1)]))])[0]);
        Assert.IsEmpty(MeanRank.Of([]));
    }

    private static MotionMetrics Motion(double movingIoU, double meanIoU) => new()
    {
        LabelledPixels = 1, Accuracy = 0.9, MovingIoU = movingIoU, Precision = 0.5, Recall = 0.5, F1Score = 0.5, StaticIoU = 0.9, MeanIoU = meanIoU,
    };

    private static Dictionary<string, IReadOnlyDictionary<string, double>> Metrics(double[] values) => Values(
        ("Segmentation", [("MeanIoU", values[0]), ("PixelAccuracy", values[1]), ("FrequencyWeightedIoU", 0.1)]),
        ("Depth", [("AbsError", values[2]), ("AbsRelError", values[3]), ("RmseError", 5)]));

    private static Dictionary<string, IReadOnlyDictionary<string, double>> Values(params (string Task, (string Metric, double Value)[] Values)[] tasks) =>
        tasks.ToDictionary(task => task.Task, task => (IReadOnlyDictionary<string, double>)task.Values.ToDictionary(v => v.Metric, v => v.Value));
}

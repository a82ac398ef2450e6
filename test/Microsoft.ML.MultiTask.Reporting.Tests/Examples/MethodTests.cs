namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The networks that ReproducePaper trains, and their published values.</summary>
[TestClass]
public sealed class MethodTests
{
    private static readonly string[] s_allLabels = ["Segmentation", "Depth", "Motion"];
    private static readonly string[] s_synthiaLabels = ["Segmentation", "Depth"];

    [TestMethod]
    public void All_ThreeLabels_AreTheLinesOfTables3And4()
    {
        Assert.AreSequenceEqual(
            new[]
            {
                "Segmentation, 1-task", "Depth, 1-task", "Motion, 1-task",
                "Segmentation + Depth, Equal weights", "Segmentation + Depth, GLS", "Segmentation + Depth, MultiNet++",
                "Segmentation + Motion, Equal weights", "Segmentation + Motion, GLS", "Segmentation + Motion, MultiNet++",
                "Segmentation + Depth + Motion, Equal weights", "Segmentation + Depth + Motion, Uncertainty",
                "Segmentation + Depth + Motion, DWA", "Segmentation + Depth + Motion, GLS", "Segmentation + Depth + Motion, MultiNet++",
            },
            Method.All(s_allLabels).Select(method => method.Name).ToArray());
    }

    [TestMethod]
    public void All_WithoutMotion_AreSynthiasLines() => Assert.AreSequenceEqual(
        new[]
        {
            "Segmentation, 1-task", "Depth, 1-task",
            "Segmentation + Depth, Equal weights", "Segmentation + Depth, GLS", "Segmentation + Depth, MultiNet++",
        },
        Method.All(s_synthiaLabels).Select(method => method.Name).ToArray());

    [TestMethod]
    public void All_OnlyMultiNet_SeesTwoFrames()
    {
        foreach (var method in Method.All(s_allLabels))
            Assert.AreEqual(method.Strategy == Method.MultiNet ? 2 : 1, method.Streams, method.Name);
    }

    [TestMethod]
    public void All_Combiners_AreWhatTheStrategySays()
    {
        var names = Method.All(s_allLabels).Where(method => method.Tasks.Count == 3)
            .Select(method => method.Combiner(new PaperSettings { DwaTemperature = 3 }).Name).ToArray();
        Assert.AreSequenceEqual(
            new[]
            {
                LossCombiner.Equal().Name, LossCombiner.Uncertainty().Name, LossCombiner.DynamicWeightAverage(3).Name,
                LossCombiner.Geometric().Name, LossCombiner.Geometric().Name,
            },
            names);
    }

    [TestMethod]
    public void Percent_EveryMethodOfThePapersDataSets_IsPrinted()
    {
        foreach (var (data, labels) in new[]
        {
            (PaperDataSet.Kitti, s_allLabels), (PaperDataSet.Cityscapes, s_allLabels), (PaperDataSet.Synthia, s_synthiaLabels),
        })
            foreach (var method in Method.All(labels))
                foreach (var task in method.Tasks)
                    Assert.IsInRange(59.0, 99.0, Published.Percent(data, method, task) ?? 0, $"{data}, {method.Name}, {task}");
    }

    [TestMethod]
    [DataRow(nameof(PaperDataSet.Kitti), "Segmentation + Depth + Motion, GLS", "Depth", 76.54)]
    [DataRow(nameof(PaperDataSet.Cityscapes), "Segmentation + Motion, GLS", "Motion", 98.83)]
    [DataRow(nameof(PaperDataSet.Synthia), "Segmentation + Depth, Equal weights", "Segmentation", 63.45)]
    public void Percent_ATask_IsThatTasksValue(string data, string name, string task, double expected)
    {
        var method = Method.All(s_allLabels).Single(method => method.Name == name);
        Assert.AreEqual(expected, Published.Percent(Enum.Parse<PaperDataSet>(data), method, task));
    }

    [TestMethod]
    public void Percent_WhatThePaperHasNot_IsNull()
    {
        var three = Method.All(s_allLabels).Single(method => method.Name == "Segmentation + Depth + Motion, GLS");
        Assert.IsNull(Published.Percent(PaperDataSet.Synthia, three, "Depth"));
        Assert.IsNull(Published.Percent(PaperDataSet.Streets, three, "Depth"));
        Assert.IsNull(Published.Percent(PaperDataSet.Kitti, Method.All(s_allLabels)[0], "Depth"));
    }
}

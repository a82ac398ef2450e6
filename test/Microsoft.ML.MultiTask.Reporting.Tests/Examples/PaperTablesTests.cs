namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The tables that ReproducePaper makes of its runs.</summary>
[TestClass]
public sealed class PaperTablesTests
{
    private static readonly string[] s_synthiaLabels = ["Segmentation", "Depth"];
    private static readonly string[] s_allLabels = ["Segmentation", "Depth", "Motion"];

    [TestMethod]
    public void Table3_Synthia_HasMeasuredBesidePrinted()
    {
        var table = new PaperTables(PaperDataSet.Synthia, s_synthiaLabels, Runs(), Guesses()).Table3();

        Assert.AreEqual(
            """
            |  | Segmentation pixel accuracy | Segmentation paper, SYNTHIA | Segmentation mean IoU | Depth δ < 1.25 | Depth paper, SYNTHIA | Depth relative error |
            | :--- | ---: | ---: | ---: | ---: | ---: | ---: |
            | 1-task | 80.0 % | 84.08 | 40.0 % | – | 73.19 | – |
            | *Segmentation, Depth* |  |  |  |  |  |  |
            | Equal weights | 70.0 % ± 14.1 | 63.45 | 30.0 % ± 14.1 | 50.0 % ± 0.0 | 71.84 | 0.250 ± 0.071 |
            | GLS | **85.0 %** ± 7.1 | 86.87 | **45.0 %** ± 7.1 | **60.0 %** ± 14.1 | 73.60 | **0.200** ± 0.000 |
            | MultiNet++ (GLS, 2 frames) | – | 88.15 | – | – | 78.39 | – |
            | *Without a network* |  |  |  |  |  |  |
            | one depth |  |  |  | 10.0 % |  | 0.810 |

            """.ReplaceLineEndings("\n"),
            table.ToMarkdown());
    }

    [TestMethod]
    public void Differences_RunsOfTwoSeeds_ArePairedBySeed()
    {
        var table = new PaperTables(PaperDataSet.Synthia, s_synthiaLabels, Runs(), []).Differences();

        var line = table.Rows.SkipWhile(row => row.Name != "GLS minus equal weights").ElementAt(1);
        // Segmentation: 0.8 - 0.6 and 0.9 - 0.8; depth: 0.5 - 0.5 and 0.7 - 0.5; relative error: 0.2 - 0.2 and 0.2 - 0.3.
        Assert.AreSequenceEqual(
            new[]
            {
                new ReportCell("+15.0", "± 7.1; 2/2"), new("+23.42"), new("+15.0", "± 7.1; 2/2"),
                new("+10.0", "± 14.1; 1/2"), new("+1.76"), new("-0.050", "± 0.071; 1/2"),
            },
            line.Cells);
        var alone = table.Rows.SkipWhile(row => row.Name != "GLS minus 1-task").ElementAt(1);
        Assert.AreEqual(new ReportCell("0.0", "0/1"), alone.Cells[0]);
        Assert.AreEqual(new ReportCell("–"), alone.Cells[3]);
    }

    [TestMethod]
    public void Table4_OnlyForThreeTasks()
    {
        Assert.IsNull(new PaperTables(PaperDataSet.Synthia, s_synthiaLabels, [], []).Table4());
        var table = new PaperTables(PaperDataSet.Kitti, s_allLabels, [], []).Table4()!;
        Assert.AreSequenceEqual(
            new[] { "1-task", "Equal weights", "Uncertainty", "DWA", "GLS" }, table.Rows.Select(row => row.Name).ToArray());
        Assert.AreEqual("80.05", table.Rows[3].Cells[1].Text);
    }

    [TestMethod]
    public void Tables_Streets_StandBesideAllThatThePaperPrints()
    {
        var tables = new PaperTables(PaperDataSet.Streets, s_allLabels, [], []);
        Assert.HasCount(5 + 5 + 4, tables.Table3().Columns);                 // SYNTHIA has no motion
        Assert.HasCount(4 + 4 + 4, tables.Table4()!.Columns);                // and no network of three tasks
        foreach (var table in new[] { tables.Table3(), tables.Table4()!, tables.Differences() })
            foreach (var row in table.Rows.Where(row => row.Cells.Count > 0))
                Assert.HasCount(table.Columns.Count, row.Cells, row.Name);
    }

    private static IReadOnlyList<ComparedRun> Runs() =>
    [
        Run("Segmentation, 1-task", 1, (0.8, 0.4), null),
        Run("Segmentation + Depth, Equal weights", 1, (0.6, 0.2), (0.5, 0.2)),
        Run("Segmentation + Depth, Equal weights", 2, (0.8, 0.4), (0.5, 0.3)),
        Run("Segmentation + Depth, GLS", 1, (0.8, 0.4), (0.5, 0.2)),
        Run("Segmentation + Depth, GLS", 2, (0.9, 0.5), (0.7, 0.2)),
    ];

    private static ComparedRun Run(string name, int seed, (double Accuracy, double IoU) segmentation, (double Delta1, double AbsRel)? depth)
    {
        var metrics = new Dictionary<string, IReadOnlyDictionary<string, double>>
        {
            ["Segmentation"] = new Dictionary<string, double> { ["PixelAccuracy"] = segmentation.Accuracy, ["MeanIoU"] = segmentation.IoU },
        };
        if (depth is var (delta1, absRel))
            metrics["Depth"] = new Dictionary<string, double> { ["Delta1Accuracy"] = delta1, ["AbsRelError"] = absRel };
        return new ComparedRun { Strategy = name, Seed = seed, History = new TrainingHistory(), Metrics = metrics };
    }

    private static IReadOnlyList<ReportBaseline> Guesses()
    {
        var metric = DenseTask.Depth().CreateMetric();
        var prediction = Enumerable.Repeat(1f, 9).Append(10f).ToArray();
        metric.Update(TorchSharp.torch.tensor(prediction).reshape(1, 1, 10), TorchSharp.torch.full([1, 1, 10], 10f));
        return [new ReportBaseline("one depth", metric.Compute() with { TaskName = "Depth" })];
    }
}

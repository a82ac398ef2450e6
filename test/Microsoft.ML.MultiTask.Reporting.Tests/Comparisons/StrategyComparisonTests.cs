using System.Xml.Linq;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class StrategyComparisonTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>
    /// The field's Cityscapes table (two tasks of two metrics each): Δm of uncertainty weighting and of equal weights, which there has the
    /// other sign.
    /// </summary>
    [TestMethod]
    public void Summarize_Gain_IsThePublishedOne()
    {
        var comparison = new StrategyComparison
        {
            SingleTaskRuns = [Run("alone", 1, ("Segmentation", 0.7401, 0.9316)), Run("alone", 1, ("Depth", 0.0125, 27.77))],
            Runs =
            [
                Run("Uncertainty", 1, ("Segmentation", 0.7202, 0.9285), ("Depth", 0.0140, 30.13)),
                Run("Equal", 1, ("Segmentation", 0.7518, 0.9349), ("Depth", 0.0155, 46.77)),
            ],
        };
        var summaries = comparison.Summarize();
        Assert.AreEqual(-5.879991555545642, summaries[0].Gain.Mean, 1e-9);
        Assert.AreEqual(-22.621015157690834, summaries[1].Gain.Mean, 1e-9);
    }

    [TestMethod]
    public void Summarize_Runs_AveragesThoseOfAStrategy()
    {
        var comparison = new StrategyComparison
        {
            SingleTaskRuns = [Run("alone", 1, ("Segmentation", 0.4, double.NaN)), Run("alone", 2, ("Segmentation", 0.6, 0))],
            Runs =
            [
                Run("B", 1, ("Segmentation", 0.5, 0.7)), Run("A", 1, ("Segmentation", 0.25, 0.7)), Run("B", 2, ("Segmentation", 0.6, 0.9)),
            ],
        };
        var summaries = comparison.Summarize();

        Assert.AreEqual("B A", string.Join(' ', summaries.Select(summary => summary.Strategy)));
        Assert.AreEqual(2, summaries[0].Runs);
        var value = summaries[0].Metrics["Segmentation"]["MeanIoU"];
        Assert.AreEqual(0.55, value.Mean, 1e-12);
        Assert.AreEqual(0.05 * Math.Sqrt(2), value.Deviation, 1e-12);
        Assert.AreEqual(10, summaries[0].Gain.Mean, 1e-9);                         // against 0.5; the metric whose base is 0 is left out
        Assert.AreEqual(-50, summaries[1].Gain.Mean, 1e-9);
        Assert.IsTrue(double.IsNaN(summaries[1].Gain.Deviation));
    }

    [TestMethod]
    public void Summarize_CountedMetrics_AreTheOnlyOnesThatCount()
    {
        var comparison = new StrategyComparison
        {
            SingleTaskRuns = [Run("alone", 1, ("Segmentation", 0.5, 0.8))],
            Runs = [Run("A", 1, ("Segmentation", 0.5, 0.6))],
            CountedMetrics = new Dictionary<string, IReadOnlyList<string>> { ["Segmentation"] = ["PixelAccuracy"] },
        };
        Assert.AreEqual(-25, comparison.Summarize()[0].Gain.Mean, 1e-9);

        var page = XDocument.Parse(HtmlReport.Render(comparison).Replace("<!DOCTYPE html>", ""));
        Assert.AreSequenceEqual(
            new[] { "Segmentation | Δm | ms/step | Pixel accuracy", "Mean IoU" },
            page.Descendants("thead").Select(head => string.Join(" | ", head.Descendants("th").Select(cell => cell.Value).Where(text => text != ""))).ToArray());
        Assert.AreEqual("Segmentation, other metrics", page.Descendants("h3").Single().Value);
    }

    [TestMethod]
    public void Summarize_WithoutSingleTaskRuns_HasNoGain()
    {
        var comparison = new StrategyComparison { Runs = [Run("A", 1, ("Segmentation", 0.5, 0.7))] };
        Assert.IsTrue(double.IsNaN(comparison.Summarize()[0].Gain.Mean));
        Assert.IsEmpty(comparison.SummarizeSingleTasks());
    }

    [TestMethod]
    public void Render_AComparison_HasTheTableTheCurvesAndTheWeights()
    {
        var comparison = new StrategyComparison
        {
            Title = "a < b",
            SingleTaskRuns = [Run("alone", 1, ("Segmentation", 0.5, 0.8)), Run("alone", 1, ("Depth", 0.2, 4))],
            Runs =
            [
                Run("Equal", 1, ("Segmentation", 0.6, 0.8), ("Depth", 0.3, 4)), Run("Equal", 2, ("Segmentation", 0.8, 0.8), ("Depth", 0.3, 4)),
                Run("PCGrad", 1, ("Segmentation", 0.5, 0.9), ("Depth", 0.1, double.NaN)),
            ],
        };

        var page = XDocument.Parse(HtmlReport.Render(comparison).Replace("<!DOCTYPE html>", ""));

        Assert.AreEqual("a < b", page.Descendants("h1").Single().Value);
        var lines = page.Descendants("tbody").Single().Elements("tr").Select(line => string.Join(" | ", line.Elements().Select(Cell))).ToArray();
        Assert.AreSequenceEqual(
            new[]
            {
                "each task alone | – | – | 50.0 % | 80.0 % | 0.200 | 4.000",
                "Equal | -2.5 % ± 7.1 | 250 ± 0 | 70.0 % ± 14.1* | 80.0 % ± 0.0 | 0.300 ± 0.000 | 4.000 ± 0.000",
                "PCGrad | +28.1 %* | 250 | 50.0 % | 90.0 %* | 0.100* | –",
            },
            lines);
        var charts = page.Descendants(s_svg + "svg").Select(chart => (string?)chart.Attribute("aria-label")).Where(label => label is not null).ToArray();
        Assert.AreSequenceEqual(
            new[]
            {
                "Segmentation, training loss by epoch", "Segmentation, validation loss by epoch", "Segmentation, Mean IoU by epoch",
                "Depth, training loss by epoch", "Depth, validation loss by epoch", "Equal by epoch", "PCGrad by epoch",
            },
            charts);
        Assert.AreEqual("Equal PCGrad each task alone", string.Join(' ', page.Descendants("ul").Single().Elements("li").Select(item => item.Value.Trim())));

        static string Cell(XElement cell) => (string?)cell.Attribute("class") == "best" ? cell.Value + "*" : cell.Value;
    }

    [TestMethod]
    public void Render_WithoutRuns_IsAPage() =>
        Assert.Contains("<h1>Strategies compared</h1>", HtmlReport.Render(new StrategyComparison()));

    [TestMethod]
    public void Table_AComparison_IsMarkdown()
    {
        var comparison = new StrategyComparison
        {
            SingleTaskRuns = [Run("alone", 1, ("Segmentation", 0.5, 0.8))],
            Runs = [Run("Equal", 1, ("Segmentation", 0.6, 0.8)), Run("Equal", 2, ("Segmentation", 0.8, double.NaN))],
        };
        Assert.AreEqual(
            """
            | strategy | Segmentation MeanIoU | Segmentation PixelAccuracy | Δm % | s/step |
            | --- | ---: | ---: | ---: | ---: |
            | each task alone | 0.500 | 0.800 |  |  |
            | Equal | 0.700 ± 0.141 | 0.800 | +35.0 ± 35.4 | 0.250 ± 0.000 |

            """,
            Table.Render(comparison));
    }

    private static ComparedRun Run(string strategy, int seed, params (string Task, double First, double Second)[] tasks)
    {
        var metrics = tasks.ToDictionary(task => task.Task, task => (IReadOnlyDictionary<string, double>)(task.Task == "Depth"
            ? new Dictionary<string, double> { ["AbsError"] = task.First, ["AbsRelError"] = task.Second }
            : new Dictionary<string, double> { ["MeanIoU"] = task.First, ["PixelAccuracy"] = task.Second }));
        var ones = tasks.ToDictionary(task => task.Task, _ => 1.0);
        var epoch = new EpochRecord { Losses = ones, Weights = ones, ValidationLosses = ones, ValidationMetrics = metrics };
        return new ComparedRun
        {
            Strategy = strategy,
            Seed = seed,
            History = new TrainingHistory { Tasks = [.. metrics.Keys], Epochs = [epoch, epoch with { Epoch = 1 }] },
            Metrics = metrics,
            SecondsPerStep = 0.25,
        };
    }
}

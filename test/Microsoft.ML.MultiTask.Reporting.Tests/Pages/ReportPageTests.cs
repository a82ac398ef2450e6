using System.Xml.Linq;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Pages that a user composes.</summary>
[TestClass]
public sealed class ReportPageTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [TestMethod]
    public void Render_ATable_HasGroupsPartsNotesAndTheBest()
    {
        var table = new ReportTable(
            [new("a"), new("b", "G"), new("c", "G")],
            [new("part", []), new("<row>", [new("1"), new("2", "± 1"), new("3", IsBest: true)])]) { Caption = "caption" };

        var page = Render(new ReportSection { Heading = "H", Paragraphs = ["x < y"], Tables = [table] });

        Assert.AreEqual("x < y", page.Descendants("p").Single().Value);
        Assert.AreEqual("caption", page.Descendants("h3").Single().Value);
        Assert.AreSequenceEqual(new[] { "||G", "|a|b|c" }, page.Descendants("thead").Elements("tr").Select(Line).ToArray());
        Assert.AreEqual("2", (string?)page.Descendants("th").Single(cell => cell.Value == "G").Attribute("colspan"));
        Assert.AreEqual("4", (string?)page.Descendants("th").Single(cell => cell.Value == "part").Attribute("colspan"));
        Assert.AreEqual("<row>|1|2 ± 1|3", Line(page.Descendants("tbody").Elements("tr").Last()));
        Assert.AreEqual("± 1", page.Descendants("small").Single().Value);
        Assert.AreEqual("3", page.Descendants("td").Single(cell => (string?)cell.Attribute("class") == "best").Value);

        static string Line(XElement row) => string.Join('|', row.Elements().Select(cell => cell.Value));
    }

    [TestMethod]
    public void Render_Charts_ShareALegendWhereTheyShould()
    {
        var chart = new ReportChart("loss", [new("one", [1, 2]), new("two", [double.NaN, 3])]);
        var empty = new ReportChart("nothing yet", [new("one", [])]);

        var own = Render(new ReportSection { Heading = "H", Charts = [chart, empty] });
        Assert.AreEqual("loss by epoch", (string?)own.Descendants(s_svg + "svg").Single().Attribute("aria-label"));
        Assert.IsEmpty(own.Descendants("ul"));
        Assert.Contains("two", own.Descendants(s_svg + "text").Select(text => text.Value));

        var shared = Render(new ReportSection { Heading = "H", Charts = [chart], SharesLegend = true });
        Assert.AreSequenceEqual(new[] { "one", "two" }, shared.Descendants("li").Select(item => item.Value.Trim()).ToArray());
        Assert.DoesNotContain("two", shared.Descendants(s_svg + "text").Select(text => text.Value));
    }

    [TestMethod]
    public void Render_Pictures_StandInAGridWithEmptyPlaces()
    {
        var image = RgbImage.FromPlanes([1, 2, 3], 1, 1);
        var grid = new ReportPictureGrid("frame 7", [[new(image, "truth"), null], [new(null, "GLS"), new(image, "again")]]);

        var page = Render(new ReportSection
        {
            Heading = "H",
            Legends = [new("Motion", TaskColors.For(DenseTask.Motion()))],
            Grids = [grid],
        });

        Assert.AreSequenceEqual(
            new[] { "truth", "", "GLS: none", "again" }, page.Descendants("figure").Select(figure => figure.Value.Trim()).ToArray());
        Assert.HasCount(2, page.Descendants("img"));
        Assert.Contains("repeat(2, 1fr)", (string?)page.Descendants("section").Single().Attribute("style") ?? "");
        Assert.AreEqual("frame 7", page.Descendants("h3").Single().Value);
        Assert.AreEqual("Motion", page.Descendants("b").Single().Value);
    }

    [TestMethod]
    public void WritePage_AFile_IsWhole()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "page.html");
        new MLContext().MultiTask().WritePage(path, new ReportPage { Title = "a < b", Settings = [new("Data", "streets")] });
        var page = Parse(File.ReadAllText(path));
        Assert.AreEqual("a < b", page.Descendants("h1").Single().Value);
        Assert.AreEqual("streets", page.Descendants("dd").Single().Value);
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void ToMarkdown_ATable_IsOne()
    {
        var table = new ReportTable(
            [new("a", "G"), new("b")], [new("part", []), new("x|y", [new("1", "± 2", IsBest: true), new("–")])]);
        Assert.AreEqual("|  | G a | b |\n| :--- | ---: | ---: |\n| *part* |  |  |\n| x\\|y | **1** ± 2 | – |\n", table.ToMarkdown());
    }

    [TestMethod]
    public void OfMetric_SharesAndErrors_AreFormattedAsSuch()
    {
        Assert.AreEqual(new ReportCell("12.3 %", "± 1.0"), ReportCell.OfMetric("MeanIoU", new(0.1234, 0.0101)));
        Assert.AreEqual(new ReportCell("1.234", IsBest: true), ReportCell.OfMetric("AbsRelError", new(1.2341, double.NaN), isBest: true));
        Assert.AreEqual(new ReportCell("–"), ReportCell.OfMetric("MeanIoU", new(double.NaN, double.NaN)));
    }

    [TestMethod]
    public void MeanByEpoch_RunsOfDifferentLength_AveragesWhatThereIs()
    {
        ComparedRun[] runs = [Run(1, double.NaN), Run(3, 5, 7)];
        Assert.AreSequenceEqual(new double[] { 2, 5, 7 }, runs.MeanByEpoch(epoch => epoch.LearningRate));
        Assert.IsEmpty(Array.Empty<ComparedRun>().MeanByEpoch(epoch => epoch.LearningRate));

        static ComparedRun Run(params double[] values) => new()
        {
            Strategy = "A",
            History = new TrainingHistory { Epochs = [.. values.Select(value => new EpochRecord { LearningRate = value })] },
            Metrics = new Dictionary<string, IReadOnlyDictionary<string, double>>(),
        };
    }

    private static XDocument Render(ReportSection section) =>
        Parse(HtmlReport.Render(new ReportPage { Title = "T", Sections = [section] }));

    private static XDocument Parse(string html) => XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
}

using System.Xml.Linq;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class HtmlReportTests
{
    private const int Size = 32;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private static readonly DenseTask[] s_tasks = [DenseTask.Segmentation(classCount: 3), DenseTask.Depth(), DenseTask.Motion()];

    [TestMethod]
    public void Render_EmptyReport_IsAPageWithTheTitleEncoded()
    {
        var page = Parse(HtmlReport.Render(new TrainingReport { Title = "a < b & c" }));

        Assert.AreEqual("a < b & c", page.Descendants("h1").Single().Value);
        Assert.IsEmpty(page.Descendants("h2"));
    }

    [TestMethod]
    public void Render_History_DrawsALossChartPerTaskAndTheWeights()
    {
        var page = Parse(HtmlReport.Render(new TrainingReport { History = History(epochs: 3) }));

        var charts = page.Descendants(s_svg + "svg").ToArray();
        Assert.AreSequenceEqual(
            new[] { "Segmentation loss by epoch", "Depth loss by epoch", "Segmentation, validation by epoch", "Task weights by epoch" },
            charts.Select(chart => (string?)chart.Attribute("aria-label")).ToArray());
        Assert.HasCount(6, charts[0].Descendants(s_svg + "circle"), "three epochs of training and validation");
    }

    [TestMethod]
    public void Render_LossThatIsNotANumber_LeavesAGap()
    {
        var history = History(epochs: 3);
        var broken = history.Epochs[1] with { Losses = new Dictionary<string, double> { ["Segmentation"] = double.NaN } };
        history = history with { Epochs = [history.Epochs[0], broken, history.Epochs[2]] };

        var html = HtmlReport.Render(new TrainingReport { History = history });

        Assert.DoesNotContain("NaN", html);
    }

    [TestMethod]
    public void Render_MetricsAndBaselines_MarksTheBestOfALine()
    {
        var model = new MotionMetrics
        {
            LabelledPixels = 1000, Accuracy = 0.9, MovingIoU = 0.5, Precision = 0.6, Recall = double.NaN, F1Score = 0.7, StaticIoU = 0.8, MeanIoU = 0.65,
        };
        var guess = new MotionMetrics
        {
            LabelledPixels = 1000, Accuracy = 0.95, MovingIoU = 0, Precision = double.NaN, Recall = 0, F1Score = 0, StaticIoU = 0.95, MeanIoU = 0.475,
        };
        var metrics = new MultiTaskMetrics([new("Motion", model)], rows: 4);
        var baseline = new ReportBaseline("always static", guess with { TaskName = "Motion" });

        var page = Parse(HtmlReport.Render(new TrainingReport { Metrics = metrics, Baselines = [baseline] }));

        var lines = page.Descendants("tbody").Single().Elements("tr").Select(line => string.Join(" | ", line.Elements().Select(Cell)));
        Assert.AreSequenceEqual(
            new[]
            {
                "Accuracy | 90.0 % | 95.0 %*", "Moving IoU | 50.0 %* | 0.0 %", "Precision | 60.0 %* | –", "Recall | – | 0.0 %*",
                "F1 score | 70.0 %* | 0.0 %", "Static IoU | 80.0 % | 95.0 %*", "Mean IoU | 65.0 %* | 47.5 %",
            },
            lines.ToArray());

        static string Cell(XElement cell) => (string?)cell.Attribute("class") == "best" ? cell.Value + "*" : cell.Value;
    }

    [TestMethod]
    [DoNotParallelize]
    public void Render_ScoredRows_ShowsFramesPredictionsAndTruth()
    {
        using var network = UntrainedNetwork();
        var scored = network.Transform(Rows(count: 5));

        var html = HtmlReport.Render(new TrainingReport { Scored = scored, Rows = 2 });

        var page = Parse(html);
        var rows = page.Descendants("section").ToArray();
        Assert.AreSequenceEqual(new[] { "0001, frame 11", "0001, frame 13" }, rows.Select(row => row.Element("h3")!.Value).ToArray());
        Assert.HasCount(8, rows[1].Descendants("img"), "two frames; three predictions and their truth");
        Assert.AreSequenceEqual(
            new[]
            {
                "frame", "Segmentation, predicted", "Depth, predicted", "Motion, predicted",
                "previous frame", "Segmentation, truth", "Depth, truth: none", "Motion, truth",
            },
            rows[0].Descendants("figcaption").Select(caption => caption.Value).ToArray());
        foreach (var image in page.Descendants("img"))
            Assert.StartsWith("data:image/png;base64,", (string?)image.Attribute("src"));
        Assert.DoesNotContain("http", html.Replace(s_svg.NamespaceName, "", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Render_RowsThatGetFewer_SaysHowManyThereWere()
    {
        int passes = 0;
        IEnumerable<Row> Shrinking()
        {
            for (int i = 0; i < 6 - passes; i++)
                yield return new Row { Frame0 = new byte[3 * Size * Size], Depth = new float[Size * Size] };
            passes += 4;
        }
        using var model = UntrainedNetwork();
        var scored = model.Transform(new MLContext().Data.LoadFromEnumerable(Shrinking()));
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => HtmlReport.Render(new TrainingReport { Scored = scored, Rows = 3 }));
        Assert.Contains("had 6 rows when they were counted and 2 when they were read", e.Message);
    }

    [TestMethod]
    public void Render_NothingLabelled_SaysInHowManyRows()
    {
        var metrics = new MultiTaskMetrics([new("Motion", new MotionMetric().Compute())], rows: 12);
        Assert.Contains("0 labelled pixels in 12 rows", HtmlReport.Render(new TrainingReport { Metrics = metrics }));
    }

    /// <summary>A user's task of two quantities per pixel, in the process that has the model and without Register.</summary>
    [TestMethod]
    public void Render_TaskOfSeveralChannels_PaintsThemBelowOneAnother()
    {
        var settings = new ModelSettings
        {
            Network = new NetworkSettings(EncoderArchitecture.ResNet18, EncoderLayout.Torchvision, FrameAggregation.Concatenation, Streams: 2),
            Normalization = PixelNormalization.ImageNet, Height = Size, Width = Size, FrameColumnNames = ["Frame0", "Frame1"], IncludesScores = false,
            ClassNames = new Dictionary<string, IReadOnlyList<string>>(),
        };
        using var model = new MultiTaskTransformer(new MultiTaskModel(settings, [new FlowTask()], CPU, seed: 1), new TrainingHistory());
        var rows = new ReportRows(new TrainingReport { Rows = 1, Scored = model.Transform(Rows(count: 1)) }, model.Transform(Rows(count: 1)));
        Assert.AreEqual((2 * Size, Size), (rows.Read()[0].Tasks[0].Prediction.Height, rows.Read()[0].Tasks[0].Prediction.Width));
    }

    [TestMethod]
    public void Render_DataWithoutPredictions_SaysSo()
    {
        var report = new TrainingReport { Scored = Rows(count: 1) };

        var error = Assert.ThrowsExactly<ArgumentException>(() => HtmlReport.Render(report));

        Assert.Contains("predictions", error.Message);
    }

    /// <summary>The page as XML: it closes every element, so this also finds broken markup.</summary>
    private static XDocument Parse(string html)
    {
        const string Doctype = "<!DOCTYPE html>";
        Assert.StartsWith(Doctype, html);
        return XDocument.Parse(html[Doctype.Length..]);
    }

    private static TrainingHistory History(int epochs) => new()
    {
        Combiner = "Geometric",
        Tasks = ["Segmentation", "Depth"],
        Epochs = [.. Enumerable.Range(0, epochs).Select(epoch => new EpochRecord
        {
            Epoch = epoch,
            Losses = new Dictionary<string, double> { ["Segmentation"] = 2.0 / (epoch + 1), ["Depth"] = 40.0 / (epoch + 1) },
            Weights = new Dictionary<string, double> { ["Segmentation"] = 1, ["Depth"] = 0.05 },
            ValidationLosses = new Dictionary<string, double> { ["Segmentation"] = 3.0 / (epoch + 1), ["Depth"] = 50.0 / (epoch + 1) },
            ValidationMetrics = new Dictionary<string, IReadOnlyDictionary<string, double>>
            {
                ["Segmentation"] = new Dictionary<string, double> { ["PixelAccuracy"] = 0.5 },
                ["Depth"] = new Dictionary<string, double> { ["RmseError"] = 7 },
            },
            Seconds = 1,
        })],
    };

    private static MultiTaskTransformer UntrainedNetwork()
    {
        var settings = new ModelSettings
        {
            Network = new NetworkSettings(
                EncoderArchitecture.ResNet18, EncoderLayout.Torchvision, FrameAggregation.Concatenation, Streams: 2),
            Normalization = PixelNormalization.ImageNet,
            Height = Size,
            Width = Size,
            FrameColumnNames = ["Frame0", "Frame1"],
            IncludesScores = false,
            ClassNames = new Dictionary<string, IReadOnlyList<string>> { ["Segmentation"] = ["road", "sky", "car"] },
        };
        return new MultiTaskTransformer(new MultiTaskModel(settings, s_tasks, CPU), new TrainingHistory());
    }

    private static IDataView Rows(int count) => new MLContext().Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row
    {
        Frame0 = [.. Enumerable.Range(0, 3 * Size * Size).Select(p => (byte)(p + i))],
        Depth = [.. Enumerable.Repeat(i < 3 ? float.NaN : 10f, Size * Size)],
        FrameIndex = 10 + i,
    }));

    private sealed class FlowTask() : DenseTask("Flow")
    {
        public override int OutputChannels => 2;

        public override int TargetChannels => 2;

        public override LossForm LossForm => LossForm.Regression;

        public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

        protected override string Kind => "NeverRegisteredFlow";

        public override Tensor Loss(Tensor output, Tensor label) => (output - label).abs().mean();

        public override Tensor Predict(Tensor output) => output.alias();

        public override TaskMetric CreateMetric() => new DepthMetric();
    }

    private sealed class Row
    {
        [VectorType(3, Size, Size)]
        public byte[] Frame0 { get; set; } = [];

        [VectorType(3, Size, Size)]
        public byte[] Frame1 { get; set; } = new byte[3 * Size * Size];

        [VectorType(Size, Size)]
        public byte[] Segmentation { get; set; } = new byte[Size * Size];

        [VectorType(Size, Size)]
        public float[] Depth { get; set; } = [];

        [VectorType(Size, Size)]
        public byte[] Motion { get; set; } = new byte[Size * Size];

        public string Sequence { get; set; } = "0001";

        public int FrameIndex { get; set; }
    }
}

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Inspect on filtered, joined and hand-made rows.</summary>
[TestClass]
public sealed class InspectedRowsTests : IDisposable
{
    private readonly MultiTaskDataCatalog _data = new(new MLContext(seed: 1));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Inspect_RowsOfAnySource_ReadsEachFileOnce()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        FrameFolders.WriteLabels(_folder, "a", 0, 1);
        var row = new PathRow { Frame0Path = PathOf("frames", 1), Frame1Path = PathOf("frames", 0), LanePath = PathOf("motion", 1) };
        var rows = new MLContext().Data.LoadFromEnumerable(
            [row, row, new PathRow { Frame0Path = PathOf("frames", 0), Frame1Path = PathOf("frames", 0) }]);

        var found = _data.Inspect(rows, new InspectionOptions
        {
            LabelEncodings = new Dictionary<string, LabelEncoding> { ["Lane"] = new ClassLabelEncoding(2) },
        });

        Assert.AreEqual(3, found.Rows);
        Assert.AreEqual(2, found.RowsOfDistinctFrames);
        Assert.AreEqual(2, found.FrameSizes.Single().Frames);
        Assert.IsEmpty(found.Sequences);
        var lane = (ClassLabelInspection)found.Labels.Single();
        Assert.AreEqual(2, lane.LabelledRows);
        Assert.AreEqual(1, lane.Files);
        Assert.AreEqual("class 1", lane.Classes[1].Name);
        Assert.AreEqual(24, lane.Classes[1].Pixels);
    }

    [TestMethod]
    public void Inspect_RowsWithEncodingsOfTheirOwn_UsesThem()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2);
        FrameFolders.WriteLabels(_folder, "a", 0, 1, 2);
        LabelRow Row(int number, string encoding) =>
            new() { Frame0Path = PathOf("frames", number), DepthPath = PathOf("depth", number), DepthEncoding = encoding };
        var millimetres = new DepthLabelEncoding { MetersPerUnit = 0.001 };

        var found = _data.Inspect(new MLContext().Data.LoadFromEnumerable(
            [Row(1, ""), Row(2, millimetres.ToJson()), Row(0, "no encoding")]));

        var depth = (DepthLabelInspection)found.Labels.Single(label => label.Name == "Depth");
        Assert.AreEqual(2, depth.Files);
        Assert.AreEqual(0.512, depth.MinimumMeters!.Value, 1e-6);       // 2 x 256 units
        Assert.AreEqual(47.0, depth.MaximumMeters);                     // 47 x 256 units of 1/256
        var broken = Assert.ContainsSingle(found.BrokenFiles);
        Assert.AreEqual("DepthPath", broken.Column);
        Assert.Contains("no encoding", broken.Problem);
    }

    [TestMethod]
    public void Inspect_ColoursAndOneFileOfTwoLabels_CountsBoth()
    {
        FrameFolders.Write(_folder, "a", 0);
        var colors = _folder.Write("colors.png", PngImage.Rgb8(8, 6,
            [.. FrameFolders.Pixels(i => i < 5 ? new byte[] { 210, 0, 200 } : [90, 200, 255]).SelectMany(rgb => rgb)]));
        var row = new LabelRow { Frame0Path = PathOf("frames", 0), SegmentationPath = colors, LanePath = colors };

        var found = _data.Inspect(new MLContext().Data.LoadFromEnumerable([row]), new InspectionOptions
        {
            LabelEncodings = new Dictionary<string, LabelEncoding>
            {
                ["Segmentation"] = new ClassLabelEncoding(2) { ClassOfColor = new Dictionary<int, int> { [0xD200C8] = 0, [0x5AC8FF] = 1 } },
                ["Lane"] = new ClassLabelEncoding(2) { Channel = 0, ClassOfValue = new Dictionary<int, int> { [210] = 1, [90] = 0 } },
            },
        });

        Assert.IsEmpty(found.BrokenFiles);
        long[] Count(string name) =>
            [.. ((ClassLabelInspection)found.Labels.Single(label => label.Name == name)).Classes.Select(counted => counted.Pixels)];
        Assert.AreSequenceEqual([5L, 43L], Count("Segmentation"));
        Assert.AreSequenceEqual([43L, 5L], Count("Lane"));
    }

    [TestMethod]
    public void Inspect_FilteredRows_ReadsOnlyThem()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 10)]);
        FrameFolders.WriteLabels(_folder, "a", [.. Enumerable.Range(0, 10)]);
        var mlContext = new MLContext();

        var found = _data.Inspect(mlContext.Data.TakeRows(mlContext.Data.SkipRows(_data.LoadFrameFolders(_folder.Path), 2), 3));

        Assert.AreEqual(3, found.Rows);
        Assert.AreSequenceEqual([new SequenceRows("a", 3)], found.Sequences);
        Assert.AreEqual(4, found.FrameSizes.Single().Frames);           // frames 2 to 5
        Assert.AreEqual(3, found.Labels.Single(label => label.Name == "Depth").Files);
    }

    private string PathOf(string kind, int number) => Path.Combine(_folder.Path, "a", kind, $"{number:D6}.png");

    private sealed class PathRow
    {
        public string Frame0Path { get; set; } = "";

        public string Frame1Path { get; set; } = "";

        public string LanePath { get; set; } = "";
    }

    private sealed class LabelRow
    {
        public string Frame0Path { get; set; } = "";

        public string LanePath { get; set; } = "";

        public string SegmentationPath { get; set; } = "";

        public string DepthPath { get; set; } = "";

        public string DepthEncoding { get; set; } = "";
    }
}

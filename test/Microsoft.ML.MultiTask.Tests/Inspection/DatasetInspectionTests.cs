using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What Inspect counts, on folders whose numbers can be worked out by hand.</summary>
[TestClass]
public sealed class DatasetInspectionTests : IDisposable
{
    private const int Pixels = FrameFolders.Width * FrameFolders.Height;

    private readonly MultiTaskDataCatalog _data = new(new MLContext(seed: 1));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Inspect_Sequences_CountsRowsAndFramesOnce()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2);
        FrameFolders.Write(_folder, "b", 5, 6);

        var found = _data.Inspect(Load());

        Assert.AreEqual(3, found.Rows);
        Assert.AreEqual(3, found.RowsRead);
        Assert.AreEqual(2, found.Streams);
        Assert.AreSequenceEqual([new SequenceRows("a", 2), new SequenceRows("b", 1)], found.Sequences);
        Assert.AreEqual(3, found.RowsOfDistinctFrames);
        Assert.AreEqual(0, found.RowsOfRepeatedFrames);
        Assert.AreSequenceEqual([new FrameSizeCount(8, 6, 5)], found.FrameSizes);
        Assert.IsEmpty(found.Labels);
        Assert.IsEmpty(found.BrokenFiles);
    }

    [TestMethod]
    public void Inspect_StartsRepeated_CountsThem()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2);

        var found = _data.Inspect(Load(new FrameFolderOptions { SequenceStart = SequenceStart.Repeat }));

        Assert.AreEqual(2, found.RowsOfDistinctFrames);
        Assert.AreEqual(1, found.RowsOfRepeatedFrames);
    }

    [TestMethod]
    public void Inspect_FramesOfDifferentSizes_CountsEach()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        _folder.Write("b/frames/000000.png", PngImage.Rgb8(2, 3, new byte[18]));

        var found = _data.Inspect(Load(new FrameFolderOptions { Streams = 1 }));

        Assert.AreSequenceEqual([new FrameSizeCount(8, 6, 2), new FrameSizeCount(2, 3, 1)], found.FrameSizes);
    }

    [TestMethod]
    public void Inspect_Classes_CountsEveryPixel()
    {
        WriteTwoLabelled();

        var segmentation = Label<ClassLabelInspection>("Segmentation");

        Assert.AreEqual(2, segmentation.LabelledRows);
        Assert.AreEqual(2 / 3.0, segmentation.Coverage);
        Assert.AreEqual(2, segmentation.Files);
        Assert.AreEqual(2 * Pixels, segmentation.LabelledPixels);
        Assert.AreEqual(0.0, segmentation.MissingShare);
        Assert.HasCount(19, segmentation.Classes);
        Assert.AreEqual(new ClassCount("road", 6, 6.0 / (2 * Pixels), 2), segmentation.Classes[0]);         // 0, 19 and 38 of 48 pixels
        Assert.AreEqual(new ClassCount("bicycle", 4, 4.0 / (2 * Pixels), 2), segmentation.Classes[18]);     // 18 and 37
    }

    [TestMethod]
    public void Inspect_Motion_CountsWhatMovesAndWhatIsUnknown()
    {
        WriteTwoLabelled();

        var motion = Label<ClassLabelInspection>("Motion");

        Assert.AreEqual(2, motion.MissingPixels);
        Assert.AreEqual(new ClassCount("static", 46, 46 / 94.0, 2), motion.Classes[0]);
        Assert.AreEqual(new ClassCount("moving", 48, 48 / 94.0, 2), motion.Classes[1]);
    }

    // Metres 0 (missing) to 47, and twice as much: the 47th of 94 is 32, as 32 + 16 are not above it, and 31 + 15 are not above 31.
    [TestMethod]
    public void Inspect_Depth_TellsExactPercentiles()
    {
        WriteTwoLabelled();

        var depth = Label<DepthLabelInspection>("Depth");

        Assert.AreEqual(94, depth.LabelledPixels);
        Assert.AreEqual(2, depth.MissingPixels);
        Assert.AreEqual(2.0 / 96, depth.MissingShare);
        Assert.AreEqual(1.0, depth.MinimumMeters);
        Assert.AreEqual(4.0, depth.Percentile5Meters);
        Assert.AreEqual(32.0, depth.MedianMeters);
        Assert.AreEqual(86.0, depth.Percentile95Meters);
        Assert.AreEqual(94.0, depth.MaximumMeters);
    }

    [TestMethod]
    public void Inspect_DepthMissingEverywhere_HasNoRange()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        _folder.Write("a/depth/000001.png", PngImage.Grey16(8, 6, new ushort[Pixels]));

        var depth = Label<DepthLabelInspection>("Depth");

        Assert.AreEqual(1.0, depth.MissingShare);
        Assert.IsNull(depth.MinimumMeters);
        Assert.IsNull(depth.MedianMeters);
    }

    [TestMethod]
    public void Inspect_AnyNumberOfThreads_FindsTheSame()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 40)]);
        FrameFolders.WriteLabels(_folder, "a", [.. Enumerable.Range(3, 25)]);
        foreach (var number in (int[])[4, 9, 20])
            File.WriteAllText(Path.Combine(_folder.Path, $"a/depth/{number:D6}.png"), "broken");

        var one = _data.Inspect(Load(), new InspectionOptions { Threads = 1 });
        var many = _data.Inspect(Load(), new InspectionOptions { Threads = 8 });

        Assert.HasCount(3, one.BrokenFiles);
        Assert.AreEqual(one.ToJson(), many.ToJson());
    }

    [TestMethod]
    public void Inspect_MaximumRows_ReadsThemEvenlySpread()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 6)]);
        FrameFolders.WriteLabels(_folder, "a", [.. Enumerable.Range(1, 5)]);

        var found = _data.Inspect(Load(), new InspectionOptions { MaximumRows = 2 });

        Assert.AreEqual(5, found.Rows);
        Assert.AreEqual(2, found.RowsRead);
        Assert.AreEqual(4, found.FrameSizes.Sum(size => size.Frames));
        var depth = (DepthLabelInspection)found.Labels.Single(label => label.Name == "Depth");
        Assert.AreEqual(5, depth.LabelledRows);
        Assert.AreEqual(2, depth.Files);
        Assert.AreEqual(2.0, depth.MinimumMeters);                      // rows 1 and 3 of 0 to 4 are frames 2 and 4
        Assert.AreEqual(4 * 47.0, depth.MaximumMeters);
    }

    [TestMethod]
    public void Inspect_RowsOfAnySource_ReadsEachFileOnce()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        FrameFolders.WriteLabels(_folder, "a", 0, 1);
        string Path(string folder, int number) => System.IO.Path.Combine(_folder.Path, "a", folder, $"{number:D6}.png");
        var row = new PathRow { Frame0Path = Path("frames", 1), Frame1Path = Path("frames", 0), LanePath = Path("motion", 1) };
        var rows = new MLContext().Data.LoadFromEnumerable(
            [row, row, new PathRow { Frame0Path = Path("frames", 0), Frame1Path = Path("frames", 0) }]);

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
        string Path(string folder, int number) => System.IO.Path.Combine(_folder.Path, "a", folder, $"{number:D6}.png");
        LabelRow Row(int number, string encoding) =>
            new() { Frame0Path = Path("frames", number), DepthPath = Path("depth", number), DepthEncoding = encoding };
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
        var frame = Path.Combine(_folder.Path, "a/frames/000000.png");
        var row = new LabelRow { Frame0Path = frame, SegmentationPath = colors, LanePath = colors };

        var found = _data.Inspect(new MLContext().Data.LoadFromEnumerable([row]), new InspectionOptions
        {
            LabelEncodings = new Dictionary<string, LabelEncoding>
            {
                ["Segmentation"] = new ClassLabelEncoding(2) { ClassOfColor = new Dictionary<int, int> { [0xD200C8] = 0, [0x5AC8FF] = 1 } },
                ["Lane"] = new ClassLabelEncoding(2) { ClassOfValue = new Dictionary<int, int> { [210] = 1, [90] = 0 } },
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

        var found = _data.Inspect(mlContext.Data.TakeRows(mlContext.Data.SkipRows(Load(), 2), 3));

        Assert.AreEqual(3, found.Rows);
        Assert.AreSequenceEqual([new SequenceRows("a", 3)], found.Sequences);
        Assert.AreEqual(4, found.FrameSizes.Single().Frames);           // frames 2 to 5
        Assert.AreEqual(3, found.Labels.Single(label => label.Name == "Depth").Files);
    }

    [TestMethod]
    public void Inspect_Progress_IsToldRowByRow()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 9)]);
        var told = new List<InspectionProgress>();

        _data.Inspect(Load(), new InspectionOptions { Threads = 4, OnProgress = told.Add });

        Assert.AreSequenceEqual(Enumerable.Range(1, 8).Select(rows => new InspectionProgress(rows, 8)), told);
    }

    [TestMethod]
    public void Inspect_Cancelled_Ends()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 50)]);
        using var cancellation = new CancellationTokenSource();
        var last = 0L;
        var options = new InspectionOptions
        {
            Threads = 2,
            CancellationToken = cancellation.Token,
            OnProgress = progress =>
            {
                last = progress.RowsRead;
                if (last == 3)
                    cancellation.Cancel();
            },
        };

        Assert.Throws<OperationCanceledException>(() => _data.Inspect(Load(), options));

        Assert.IsInRange(3L, 20L, last);
    }

    [TestMethod]
    public void Inspect_CallbackFails_IsThrownAsItIs()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        var options = new InspectionOptions { OnProgress = _ => throw new TimeoutException("enough") };

        Assert.ThrowsExactly<TimeoutException>(() => _data.Inspect(Load(), options));
    }

    [TestMethod]
    [DataRow(0, 1, "MaximumRows")]
    [DataRow(1, 0, "Threads")]
    public void Inspect_OptionOutOfRange_NamesIt(int maximumRows, int threads, string option)
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        var options = new InspectionOptions { MaximumRows = maximumRows, Threads = threads };

        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _data.Inspect(Load(), options));

        Assert.AreEqual(option, e.ParamName);
    }

    [TestMethod]
    public void ToString_ReadsAsATable()
    {
        WriteTwoLabelled();
        File.WriteAllText(Path.Combine(_folder.Path, "a/frames/000002.png"), "");

        var lines = _data.Inspect(Load()).ToString().ReplaceLineEndings("\n").Split('\n');

        Assert.AreEqual("Rows          3", lines[0]);
        Assert.AreEqual("Sequences     1, of rows: a 3", lines[1]);
        Assert.AreEqual("Streams       2; 3 rows of different frames, 0 that repeat one", lines[2]);
        Assert.AreEqual("Frames        3, of size: 8x6 3", lines[3]);
        Assert.Contains("  road              6.25 %                6          2", lines);
        Assert.Contains("  moving    51.06 %               48          2", lines);
        Assert.Contains("       1.00       4.00      32.00      86.00      94.00", lines);
        Assert.Contains("Broken files  1", lines);
        Assert.Contains(line => line.Contains("000002.png", StringComparison.Ordinal), lines);
    }

    [TestMethod]
    public void ToJson_HoldsEverything()
    {
        WriteTwoLabelled();

        var json = JsonNode.Parse(_data.Inspect(Load()).ToJson())!;

        Assert.AreEqual(3, (int)json["rows"]!);
        Assert.AreEqual("a", (string)json["sequences"]![0]!["name"]!);
        Assert.AreEqual("class", (string)json["labels"]![0]!["kind"]!);
        Assert.AreEqual(6, (int)json["labels"]![0]!["classes"]![0]!["pixels"]!);
        Assert.AreEqual(32.0, (double)json["labels"]![1]!["medianMeters"]!);
        Assert.IsEmpty(json["brokenFiles"]!.AsArray());
    }

    private void WriteTwoLabelled()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2, 3);
        FrameFolders.WriteLabels(_folder, "a", 1, 2);
    }

    private IDataView Load(FrameFolderOptions? options = null) => _data.LoadFrameFolders(_folder.Path, options);

    private T Label<T>(string name)
        where T : LabelInspection => (T)_data.Inspect(Load()).Labels.Single(label => label.Name == name);

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

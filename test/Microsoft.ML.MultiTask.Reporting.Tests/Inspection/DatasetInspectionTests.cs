using System.Text.Json.Nodes;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The counts of Inspect, on folders small enough to count by hand.</summary>
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
}

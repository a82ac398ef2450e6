using System.Text.Json.Nodes;
using Microsoft.ML.Data;

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

    /// <summary>Samples of 1 to 30 of Cityscapes' disparities are 4 to 121 km: matching errors.</summary>
    [TestMethod]
    public void Inspect_DepthsBeyondTheFarthest_AreCountedAndSaid()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        _folder.Write("a/depth/000001.png", PngImage.Grey16(8, 6, FrameFolders.Pixels(i => (ushort)(i < 4 ? i : 5000))));

        var depth = Label<DepthLabelInspection>("Depth", new() { Depth = DepthLabelEncoding.CityscapesDisparity });
        var uncapped = Label<DepthLabelInspection>("Depth", new() { Depth = DepthLabelEncoding.CityscapesDisparity with { FarthestMeters = 90_000 } });

        Assert.AreEqual(2, depth.ImplausiblePixels);
        Assert.AreEqual(4, depth.MissingPixels);
        Assert.AreEqual(24.2, depth.MaximumMeters!.Value, 0.1);
        Assert.AreEqual("2 pixels (4.3478 % of those with a depth) are implausible, beyond 500 m, up to 121,053 m, and do not count.", depth.Warning);
        Assert.AreEqual(1, uncapped.ImplausiblePixels);
        Assert.EndsWith("The farthest depth that counts, 60,526 m, is implausible: check the encoding's unit, or set its 'FarthestMeters'.", uncapped.Warning!);
    }

    [TestMethod]
    public void Inspect_MasksOf0And255_NamesTheEncoding()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        _folder.Write("a/motion/000001.png", PngImage.Grey8(8, 6, FrameFolders.Pixels(i => (byte)(i % 2 * 255))));

        var warning = Label<ClassLabelInspection>("Motion").Warning!;

        Assert.StartsWith("'static' is the only class. If the ignored sample 255 stands for 'moving', set the encoding ClassLabelEncoding.AnyMotion", warning);
        Assert.Contains("  Warning: " + warning, _data.Inspect(Load()).ToString());
        Assert.IsNull(Label<ClassLabelInspection>("Motion", new() { Motion = ClassLabelEncoding.AnyMotion }).Warning);
    }

    [TestMethod]
    public void Inspect_TurnedFrames_AreCounted()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "a/frames"));
        var jpeg = Path.Combine(_folder.Path, "a/frames/1.jpg");
        using (var image = MLImage.CreateFromPixels(16, 8, MLPixelFormat.Rgba32, new byte[16 * 8 * 4]))
            image.Save(jpeg);
        File.Copy(jpeg, Path.Combine(_folder.Path, "a/frames/2.jpg"));
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\u0008"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        var content = File.ReadAllBytes(jpeg);
        File.WriteAllBytes(jpeg, [.. content[..2], .. exif, .. content[2..]]);

        var found = _data.Inspect(Load(new() { Streams = 1 }));

        Assert.AreEqual(1, found.TurnedFrames);
        Assert.AreSequenceEqual([new FrameSizeCount(8, 16, 1), new FrameSizeCount(16, 8, 1)], found.FrameSizes);
        Assert.Contains("EXIF          1 frame turned as the file's orientation says", found.ToString());
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

    private T Label<T>(string name, FrameFolderOptions? options = null)
        where T : LabelInspection => (T)_data.Inspect(Load(options)).Labels.Single(label => label.Name == name);
}

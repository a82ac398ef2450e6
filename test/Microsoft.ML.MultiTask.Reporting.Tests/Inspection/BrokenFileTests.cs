namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Every kind of broken file is found and named, and all others are still counted.</summary>
[TestClass]
public sealed class BrokenFileTests : IDisposable
{
    private const int Pixels = FrameFolders.Width * FrameFolders.Height;

    private readonly MultiTaskDataCatalog _data = new(new MLContext(seed: 1));
    private readonly TemporaryFolder _folder = new();

    public BrokenFileTests()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2, 3);
        FrameFolders.WriteLabels(_folder, "a", 1, 2, 3);
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Inspect_TruncatedFrame_NamesItOnce()
    {
        Cut("a/frames/000001.png");

        var file = Single();

        Assert.AreEqual("Frame0Path", file.Column);
        Assert.AreEqual(0, file.Row);
        Assert.EndsWith("000001.png", file.Path);
        Assert.Contains("cut short", file.Problem);
    }

    [TestMethod]
    public void Inspect_TruncatedLabel_NamesIt()
    {
        Cut("a/motion/000002.png");

        var file = Single();

        Assert.AreEqual("MotionPath", file.Column);
        Assert.AreEqual(1, file.Row);
        Assert.Contains("cut short", file.Problem);
    }

    [TestMethod]
    public void Inspect_DamagedLabel_NamesIt()
    {
        var path = Path.Combine(_folder.Path, "a/depth/000002.png");
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(path, bytes);

        Assert.Contains("damaged", Single().Problem);
    }

    [TestMethod]
    public void Inspect_MissingFile_NamesIt()
    {
        var rows = Load();
        File.Delete(Path.Combine(_folder.Path, "a/segmentation/000003.png"));

        var file = Single(rows);

        Assert.AreEqual("SegmentationPath", file.Column);
        Assert.AreEqual(2, file.Row);
        Assert.Contains("000003.png", file.Problem);
    }

    [TestMethod]
    public void Inspect_DepthOf8Bits_SaysWhatWasExpected()
    {
        _folder.Write("a/depth/000001.png", PngImage.Grey8(8, 6, new byte[Pixels]));

        var file = Single();

        Assert.AreEqual("DepthPath", file.Column);
        Assert.Contains("expected 16-bit samples, but found 8-bit grey", file.Problem);
    }

    [TestMethod]
    public void Inspect_LabelOfAnotherSize_SaysBoth()
    {
        _folder.Write("a/motion/000001.png", PngImage.Grey8(4, 6, new byte[24]));

        Assert.Contains("expected 8x6, the size of its frame, but found 4x6", Single().Problem);
    }

    // Frame 0 is the second frame of the first row only.
    [TestMethod]
    public void Inspect_FrameOfAnotherSize_SaysBoth()
    {
        _folder.Write("a/frames/000000.png", PngImage.Rgb8(4, 6, new byte[72]));

        var file = Single();

        Assert.AreEqual("Frame1Path", file.Column);
        Assert.Contains("expected 8x6", file.Problem);
        Assert.Contains("found 4x6", file.Problem);
    }

    [TestMethod]
    public void Inspect_UnknownClass_NamesTheValue()
    {
        _folder.Write("a/segmentation/000002.png", PngImage.Grey8(8, 6, FrameFolders.Pixels(i => (byte)(i == 7 ? 77 : 1))));

        var file = Single();

        Assert.AreEqual("SegmentationPath", file.Column);
        Assert.Contains("expected samples of 0 to 18", file.Problem);
        Assert.Contains("found 77", file.Problem);
    }

    [TestMethod]
    public void Inspect_BrokenFrame_StillComparesItsLabels()
    {
        Cut("a/frames/000003.png");
        _folder.Write("a/motion/000003.png", PngImage.Grey8(4, 6, new byte[24]));

        var files = _data.Inspect(Load()).BrokenFiles;

        Assert.AreSequenceEqual(["Frame0Path", "MotionPath"], files.Select(file => file.Column));
    }

    [TestMethod]
    public void Inspect_EmptyFramePath_IsBroken()
    {
        var rows = new MLContext().Data.LoadFromEnumerable([new { Frame0Path = "" }]);

        var file = Single(rows);

        Assert.AreEqual("", file.Path);
        Assert.Contains("column 'Frame0Path' must name a frame, but is empty", file.Problem);
    }

    [TestMethod]
    public void Inspect_ManyBroken_ListsAllAndCountsTheRest()
    {
        Cut("a/frames/000000.png");
        Cut("a/depth/000001.png");
        Cut("a/segmentation/000001.png");
        Cut("a/motion/000003.png");

        var found = _data.Inspect(Load());

        Assert.AreSequenceEqual(
            ["0 Frame1Path", "0 SegmentationPath", "0 DepthPath", "2 MotionPath"],
            found.BrokenFiles.Select(file => $"{file.Row} {file.Column}"));
        Assert.AreEqual(3, found.FrameSizes.Single().Frames);
        Assert.AreSequenceEqual([2L, 2L, 2L], found.Labels.Select(label => label.Files));
        Assert.AreSequenceEqual([3L, 3L, 3L], found.Labels.Select(label => label.LabelledRows));
    }

    [TestMethod]
    public void ToString_ManyBroken_ListsTwenty()
    {
        FrameFolders.Write(_folder, "b", [.. Enumerable.Range(0, 30)]);
        for (var number = 0; number < 30; number++)
            File.WriteAllText(Path.Combine(_folder.Path, $"b/frames/{number:D6}.png"), "");

        var found = _data.Inspect(Load());

        Assert.HasCount(30, found.BrokenFiles);
        var text = found.ToString();
        Assert.AreEqual(20, text.Split("PNG '").Length - 1);
        Assert.Contains("and 10 more", text);
    }

    private IDataView Load() => _data.LoadFrameFolders(_folder.Path);

    private BrokenFile Single(IDataView? rows = null) => Assert.ContainsSingle(_data.Inspect(rows ?? Load()).BrokenFiles);

    private void Cut(string relativePath)
    {
        var path = Path.Combine(_folder.Path, relativePath);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);
    }
}

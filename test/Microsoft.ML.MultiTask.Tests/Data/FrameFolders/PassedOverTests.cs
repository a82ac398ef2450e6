using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What a reader does not read, it names: in a warning, or in an error where rows or labels would be missing.</summary>
[TestClass]
public sealed class PassedOverTests : IDisposable
{
    private readonly ReaderFixture _folders = new();
    private readonly List<string> _warnings = [];

    public PassedOverTests()
    {
        _folders.MLContext.Log += (_, e) => { if (e.Kind == ChannelMessageKind.Warning) _warnings.Add(e.RawMessage); };
        FrameFolders.Write(_folders.Folder, "a", 1, 2, 3);
    }

    public void Dispose() => _folders.Dispose();

    [TestMethod]
    [DataRow("000004.bmp")]
    [DataRow("000004.tif")]
    [DataRow("000004.webp")]
    public void Load_FrameInAnotherFormat_IsAnError(string name)
    {
        _folders.Text($"a/frames/{name}", "");

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load());

        Assert.Contains("expected frames in files *.png or *.jpg or *.jpeg", e.Message);
        Assert.Contains($"'{name}' is an image of another format", e.Message);
    }

    [TestMethod]
    [DataRow("segmentation", ".bmp")]
    [DataRow("segmentation", ".jpg")]
    [DataRow("motion", ".tif")]
    [DataRow("depth", ".pgm")]
    [DataRow("depth", ".npy")]
    public void Load_LabelsInAnotherFormat_AreAnError(string label, string extension)
    {
        _folders.Text($"a/{label}/000001{extension}", "");

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load());

        Assert.Contains($"{label}': expected labels in files *.png", e.Message);
        Assert.EndsWith($"holds '000001{extension}'.", e.Message);
    }

    [TestMethod]
    public void Load_LabelsInSubfolders_AreAnError()
    {
        _folders.Grey8("a/motion/left/000001.png", new byte[8]);

        Assert.EndsWith("but it holds 'left'.", Assert.ThrowsExactly<InvalidDataException>(() => Load()).Message);
    }

    [TestMethod]
    public void Load_OtherFilesAndFolders_AreNamedInWarnings()
    {
        FrameFolders.WriteLabels(_folders.Folder, "a", 2);
        _folders.Text("a/frames/times.txt", "");
        _folders.Text("a/depth/000002.npy", "");
        _folders.Text("a/lane/000001.png", "");
        _folders.Text("photos/holiday.jpg", "");
        _folders.Text("a/frames/Thumbs.db", "");

        Load();

        Assert.ContainsSingle(warning => warning.EndsWith("frames' holds 'times.txt', which are no frames (*.png or *.jpg or *.jpeg) and were passed over.",
            StringComparison.Ordinal), _warnings);
        Assert.ContainsSingle(warning => warning.Contains("depth' holds '000002.npy'", StringComparison.Ordinal), _warnings);
        Assert.ContainsSingle(warning => warning.Contains("a' holds 'lane', which are neither frames nor labels that 'OtherLabels' names",
            StringComparison.Ordinal), _warnings);
        Assert.ContainsSingle(warning => warning.Contains("holds 'photos', which are no sequences", StringComparison.Ordinal), _warnings);
        Assert.HasCount(4, _warnings);
    }

    [TestMethod]
    public void Load_EmptyLabelFolder_IsAWarning()
    {
        Directory.CreateDirectory(_folders.FullPath("a/motion"));

        Load();

        Assert.AreSequenceEqual([$"No label is read from '{_folders.FullPath("a/motion")}': the folder is empty."], _warnings);
    }

    [TestMethod]
    public void Load_ManyFolders_AreOneWarning()
    {
        foreach (var i in Enumerable.Range(0, 9))
        {
            FrameFolders.Write(_folders.Folder, $"s{i}", 1, 2);
            _folders.Text($"s{i}/frames/times.txt", "");
        }

        Load();

        Assert.HasCount(1, _warnings);
        Assert.Contains("and 6 more folders hold such", _warnings[0]);
    }

    [TestMethod]
    public void Load_OnlyLabelledFramesLackPredecessors_IsAWarning()
    {
        FrameFolders.WriteLabels(_folders.Folder, "a", 1);
        _folders.Grey8("a/motion/000003.png", FrameFolders.Pixels(_ => (byte)0)[..8]);

        Load();

        Assert.ContainsSingle(warning => warning.StartsWith("No row has a label of Segmentation, Depth: all labelled frames of '", StringComparison.Ordinal)
            && warning.EndsWith("lack predecessors at stride 1, so they make no row", StringComparison.Ordinal), _warnings);
    }

    [TestMethod]
    public void Load_FoldersInOtherCase_AreRead()
    {
        _folders.Grey8("b/Motion/000002.png", 0, 1, 0, 1, 0, 1, 0, 1);
        _folders.Frame("b/Frames/000001.png", 1);
        _folders.Frame("b/Frames/000002.png", 2);

        var rows = Load();

        Assert.Contains("b/Motion/000002.png", _folders.Paths(rows, "MotionPath"));
        Assert.IsEmpty(_warnings);
    }

    [TestMethod]
    [DataRow("frame_0001.png", "frame_0002.png", DisplayName = "prefix")]
    [DataRow("cam0-01.jpg", "cam0-02.jpg", DisplayName = "prefix with a digit")]
    public void Load_OneTextBeforeTheNumber_IsAccepted(string first, string second)
    {
        Directory.Delete(_folders.FullPath("a"), recursive: true);
        _folders.Frame($"a/frames/{first}", 1);
        _folders.Frame($"a/frames/{second}", 2);
        _folders.Grey8("a/motion/mask_2.png", 0, 1, 0, 1, 0, 1, 0, 1);

        var rows = Load();

        Assert.AreSequenceEqual(["a 2"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual([$"a/frames/{first}"], _folders.Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["a/motion/mask_2.png"], _folders.Paths(rows, "MotionPath"));
    }

    [TestMethod]
    public void Load_TwoTextsBeforeTheNumber_AreNamed()
    {
        _folders.Frame("b/frames/left_1.png", 1);
        _folders.Frame("b/frames/right_1.png", 1);

        Assert.Contains("expected the same text before the frame number in all files of a folder, but found '",
            Assert.ThrowsExactly<InvalidDataException>(() => Load()).Message);
    }

    [TestMethod]
    [DataRow("1305031102175.png", "the number is too large", DisplayName = "milliseconds")]
    [DataRow("1403636579763555584.png", "the number is too large", DisplayName = "nanoseconds")]
    [DataRow("1305031102.175304.png", "and not a time", DisplayName = "TUM")]
    public void Load_NamesOfTime_HintAtTables(string name, string expected)
    {
        _folders.Frame($"b/frames/{name}", 1);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load());

        Assert.Contains(name, e.Message);
        Assert.Contains(expected, e.Message);
        Assert.Contains("Frame1Path: see LoadFrameTable", e.Message);
    }

    private IDataView Load() => _folders.Data.LoadFrameFolders(_folders.Path);
}

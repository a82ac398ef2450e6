namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FrameFolderReaderTests : IDisposable
{
    private readonly ReaderFixture _folders = new();

    public void Dispose() => _folders.Dispose();

    [TestMethod]
    public void LoadFrameFolders_Sequences_PairsFramesInOrder()
    {
        FrameFolders.Write(_folders.Folder, "b", 1, 0, 2);
        FrameFolders.Write(_folders.Folder, "a", 9, 10);

        var rows = Load();

        Assert.AreSequenceEqual(["a 10", "b 1", "b 2"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["a/frames/000010.png", "b/frames/000001.png", "b/frames/000002.png"], _folders.Paths(rows, "Frame0Path"));
        Assert.AreSequenceEqual(["a/frames/000009.png", "b/frames/000000.png", "b/frames/000001.png"], _folders.Paths(rows, "Frame1Path"));
        Assert.AreEqual(3, rows.GetRowCount());
    }

    [TestMethod]
    public void LoadFrameFolders_SingleSequence_IsReadToo()
    {
        FrameFolders.Write(_folders.Folder, "only", 0, 1);

        var rows = _folders.Data.LoadFrameFolders(_folders.FullPath("only"));

        Assert.AreSequenceEqual(["only 1"], ReaderFixture.Names(rows));
    }

    [TestMethod]
    public void LoadFrameFolders_GapInNumbers_BreaksPairs()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1, 3, 4, 7);

        Assert.AreSequenceEqual(["a 1", "a 4"], ReaderFixture.Names(Load()));
        Assert.AreSequenceEqual(["a 3"], ReaderFixture.Names(Load(new() { Stride = 2 })));
    }

    [TestMethod]
    public void LoadFrameFolders_StreamsAndStride_ReachBack()
    {
        FrameFolders.Write(_folders.Folder, "a", [.. Enumerable.Range(0, 7)]);

        var rows = Load(new() { Streams = 3, Stride = 2 });

        Assert.AreSequenceEqual(["a 4", "a 5", "a 6"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["a/frames/000002.png", "a/frames/000003.png", "a/frames/000004.png"], _folders.Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["a/frames/000000.png", "a/frames/000001.png", "a/frames/000002.png"], _folders.Paths(rows, "Frame2Path"));
    }

    [TestMethod]
    public void LoadFrameFolders_RepeatAtStart_StandsInForMissingFrames()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1, 5);

        var rows = Load(new() { Streams = 3, SequenceStart = SequenceStart.Repeat });

        Assert.AreSequenceEqual(["a 0", "a 1", "a 5"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["a/frames/000000.png", "a/frames/000000.png", "a/frames/000005.png"], _folders.Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["a/frames/000000.png", "a/frames/000000.png", "a/frames/000005.png"], _folders.Paths(rows, "Frame2Path"));
    }

    [TestMethod]
    public void LoadFrameFolders_OneStream_TakesEveryFrame()
    {
        FrameFolders.Write(_folders.Folder, "a", 3, 5);

        var rows = Load(new() { Streams = 1 });

        Assert.AreSequenceEqual(["a 3", "a 5"], ReaderFixture.Names(rows));
        Assert.IsNull(rows.Schema.GetColumnOrNull("Frame1Path"));
    }

    [TestMethod]
    public void LoadFrameFolders_SomeLabels_AreEmptyWhereMissing()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1, 2);
        FrameFolders.WriteLabels(_folders.Folder, "a", 2);
        Directory.Delete(Path.Combine(_folders.Path, "a", "motion"), recursive: true);

        var rows = Load();

        Assert.AreSequenceEqual(["", "a/segmentation/000002.png"], _folders.Paths(rows, "SegmentationPath"));
        Assert.AreSequenceEqual(["", "a/depth/000002.png"], _folders.Paths(rows, "DepthPath"));
        Assert.IsNull(rows.Schema.GetColumnOrNull("MotionPath"));
        Assert.AreEqual(19, ((ClassLabelEncoding)ColumnAnnotations.GetEncoding(rows.Schema["SegmentationPath"])!).ClassCount);
        Assert.AreEqual(1 / 256.0, ((DepthLabelEncoding)ColumnAnnotations.GetEncoding(rows.Schema["DepthPath"])!).MetersPerUnit);
    }

    [TestMethod]
    public void LoadFrameFolders_OtherLabels_AreColumnsOfTheirNames()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1);
        _folders.Image("a/lane/000001.png", FrameFolders.Frame(1));
        var labels = new Dictionary<string, LabelEncoding> { ["Lane"] = new ClassLabelEncoding(2) };

        Assert.AreSequenceEqual(["a/lane/000001.png"], _folders.Paths(Load(new() { OtherLabels = labels }), "LanePath"));
        var e = Assert.ThrowsExactly<ArgumentException>(
            () => Load(new() { OtherLabels = new Dictionary<string, LabelEncoding> { ["Depth"] = DepthLabelEncoding.Kitti } }));
        Assert.Contains("'OtherLabels' must not hold an empty name or any of Segmentation, Depth, Motion, Frame*, but holds 'Depth'", e.Message);
    }

    [TestMethod]
    public void Load_MissingFolder_SaysWhatIsThere()
    {
        Directory.CreateDirectory(_folders.FullPath("kitti"));

        var catalog = _folders.Data;

        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => catalog.LoadFrameFolders(_folders.FullPath("kiti")));

        Assert.Contains("kiti' does not exist", e.Message);
        Assert.Contains("holds kitti.", e.Message);
    }

    [TestMethod]
    public void Load_NoFrames_NamesSequence()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1);
        Directory.CreateDirectory(Path.Combine(_folders.Path, "b", "frames"));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load());

        Assert.StartsWith("Sequence 'b': expected frames", e.Message);
        Assert.EndsWith("holds nothing.", e.Message);
    }

    [TestMethod]
    public void Load_LabelsWithoutFrames_NamesSequence()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1);
        FrameFolders.WriteLabels(_folders.Folder, "b", 0);

        Assert.StartsWith("Sequence 'b': expected frames", Assert.ThrowsExactly<InvalidDataException>(() => Load()).Message);
    }

    [TestMethod]
    public void Load_LabelWithoutFrame_NamesIt()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1);
        FrameFolders.WriteLabels(_folders.Folder, "a", 0, 1, 2);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load());

        Assert.StartsWith("Sequence 'a': 1 of 3 Segmentation labels have no frame, the first is '", e.Message);
        Assert.EndsWith("one of the 2 frames.", e.Message);
    }

    [TestMethod]
    public void Load_NameThatIsNoNumber_NamesFile()
    {
        FrameFolders.Write(_folders.Folder, "a", 0);
        _folders.Image("a/frames/cover.png", FrameFolders.Frame(0));

        Assert.Contains("cover.png': expected a name with a frame number", Assert.ThrowsExactly<InvalidDataException>(() => Load()).Message);
    }

    [TestMethod]
    public void Load_SameNumberTwice_NamesBoth()
    {
        FrameFolders.Write(_folders.Folder, "a", 7);
        _folders.Image("a/frames/7.png", FrameFolders.Frame(7));

        Assert.Contains("are both frame 7", Assert.ThrowsExactly<InvalidDataException>(() => Load()).Message);
    }

    [TestMethod]
    public void Load_TooShortForStreams_SaysWhatIsNeeded()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(new() { Streams = 3, Stride = 2 }));

        Assert.Contains("none of 2 frames", e.Message);
        Assert.Contains("at least 5 consecutive frames", e.Message);
    }

    [TestMethod]
    public void Load_OptionOutOfRange_NamesIt()
    {
        AssertNames("Streams", new() { Streams = 0 });
        AssertNames("Stride", new() { Stride = 0 });
        AssertNames("SequenceStart", new() { SequenceStart = (SequenceStart)7 });

        void AssertNames(string name, FrameFolderOptions options) =>
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Load(options)).ParamName);
    }

    [TestMethod]
    public void Load_Done_IsLogged()
    {
        FrameFolders.Write(_folders.Folder, "a", 0, 1);
        var messages = new List<string>();
        _folders.MLContext.Log += (_, e) => messages.Add(e.Message);

        Load();

        Assert.Contains(message => message.Contains("1 rows of 2 frames in 1 sequences", StringComparison.Ordinal), messages);
    }

    private IDataView Load(FrameFolderOptions? options = null) =>
        _folders.Data.LoadFrameFolders(_folders.Path, options);
}

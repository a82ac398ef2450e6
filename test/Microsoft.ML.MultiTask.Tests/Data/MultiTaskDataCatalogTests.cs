using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MultiTaskDataCatalogTests : IDisposable
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void LoadFrameFolders_Sequences_PairsFramesInOrder()
    {
        FrameFolders.Write(_folder, "b", 1, 0, 2);
        FrameFolders.Write(_folder, "a", 9, 10);

        var rows = Load();

        Assert.AreSequenceEqual(["a 10", "b 1", "b 2"], Names(rows));
        Assert.AreSequenceEqual(["a/frames/000010.png", "b/frames/000001.png", "b/frames/000002.png"], Paths(rows, "Frame0Path"));
        Assert.AreSequenceEqual(["a/frames/000009.png", "b/frames/000000.png", "b/frames/000001.png"], Paths(rows, "Frame1Path"));
        Assert.AreEqual(3, rows.GetRowCount());
    }

    [TestMethod]
    public void LoadFrameFolders_SingleSequence_IsReadToo()
    {
        FrameFolders.Write(_folder, "only", 0, 1);

        var rows = new MultiTaskDataCatalog(_mlContext).LoadFrameFolders(Path.Combine(_folder.Path, "only"));

        Assert.AreSequenceEqual(["only 1"], Names(rows));
    }

    [TestMethod]
    public void LoadFrameFolders_GapInNumbers_BreaksPairs()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 3, 4, 7);

        Assert.AreSequenceEqual(["a 1", "a 4"], Names(Load()));
        Assert.AreSequenceEqual(["a 3"], Names(Load(new() { Stride = 2 })));
    }

    [TestMethod]
    public void LoadFrameFolders_StreamsAndStride_ReachBack()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 7)]);

        var rows = Load(new() { Streams = 3, Stride = 2 });

        Assert.AreSequenceEqual(["a 4", "a 5", "a 6"], Names(rows));
        Assert.AreSequenceEqual(["a/frames/000002.png", "a/frames/000003.png", "a/frames/000004.png"], Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["a/frames/000000.png", "a/frames/000001.png", "a/frames/000002.png"], Paths(rows, "Frame2Path"));
    }

    [TestMethod]
    public void LoadFrameFolders_RepeatAtStart_StandsInForMissingFrames()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 5);

        var rows = Load(new() { Streams = 3, SequenceStart = SequenceStart.Repeat });

        Assert.AreSequenceEqual(["a 0", "a 1", "a 5"], Names(rows));
        Assert.AreSequenceEqual(["a/frames/000000.png", "a/frames/000000.png", "a/frames/000005.png"], Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["a/frames/000000.png", "a/frames/000000.png", "a/frames/000005.png"], Paths(rows, "Frame2Path"));
    }

    [TestMethod]
    public void LoadFrameFolders_OneStream_TakesEveryFrame()
    {
        FrameFolders.Write(_folder, "a", 3, 5);

        var rows = Load(new() { Streams = 1 });

        Assert.AreSequenceEqual(["a 3", "a 5"], Names(rows));
        Assert.IsNull(rows.Schema.GetColumnOrNull("Frame1Path"));
    }

    [TestMethod]
    public void LoadFrameFolders_SomeLabels_AreEmptyWhereMissing()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2);
        FrameFolders.WriteLabels(_folder, "a", 2);
        Directory.Delete(Path.Combine(_folder.Path, "a", "motion"), recursive: true);

        var rows = Load();

        Assert.AreSequenceEqual(["", "a/segmentation/000002.png"], Paths(rows, "SegmentationPath"));
        Assert.AreSequenceEqual(["", "a/depth/000002.png"], Paths(rows, "DepthPath"));
        Assert.IsNull(rows.Schema.GetColumnOrNull("MotionPath"));
        Assert.AreEqual(19, ((ClassLabelEncoding)LabelAnnotations.Read(rows.Schema["SegmentationPath"])!).ClassCount);
        Assert.AreEqual(1 / 256.0, ((DepthLabelEncoding)LabelAnnotations.Read(rows.Schema["DepthPath"])!).MetersPerUnit);
    }

    [TestMethod]
    public void LoadSynthia_Sequence_ReadsItsFolders()
    {
        foreach (var part in new[] { "RGB", "GT/LABELS", "Depth", "Motion" })
        {
            for (var i = 0; i < 2; i++)
                _folder.Write($"SYNTHIA-SEQS-02-SUMMER/{part}/Stereo_Left/Omni_F/{i:D6}.png", FrameFolders.Frame(i));
        }

        var rows = new MultiTaskDataCatalog(_mlContext).LoadSynthia(Path.Combine(_folder.Path, "SYNTHIA-SEQS-02-SUMMER"));

        Assert.AreSequenceEqual(["SYNTHIA-SEQS-02-SUMMER 1"], Names(rows));
        Assert.AreSequenceEqual(["SYNTHIA-SEQS-02-SUMMER/GT/LABELS/Stereo_Left/Omni_F/000001.png"], Paths(rows, "SegmentationPath"));
        Assert.AreSequenceEqual(["SYNTHIA-SEQS-02-SUMMER/Depth/Stereo_Left/Omni_F/000001.png"], Paths(rows, "DepthPath"));
        Assert.AreSequenceEqual(["SYNTHIA-SEQS-02-SUMMER/Motion/Stereo_Left/Omni_F/000001.png"], Paths(rows, "MotionPath"));
        Assert.AreEqual(13, ((ClassLabelEncoding)LabelAnnotations.Read(rows.Schema["SegmentationPath"])!).ClassCount);
    }

    [TestMethod]
    public void LoadSynthia_OtherCamera_SaysWhichAreThere()
    {
        _folder.Write("SEQ/RGB/Stereo_Right/Omni_B/000000.png", FrameFolders.Frame(0));
        var catalog = new MultiTaskDataCatalog(_mlContext);
        var sequence = Path.Combine(_folder.Path, "SEQ");

        Assert.HasCount(1, Names(catalog.LoadSynthia(sequence, new SynthiaOptions { Cameras = ["Stereo_Right/Omni_B"], Streams = 1 })));
        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => catalog.LoadSynthia(sequence));
        Assert.Contains("'RGB/Stereo_Left/Omni_F'", e.Message);
        Assert.Contains("holds Stereo_Right", e.Message);
    }

    [TestMethod]
    public void LoadSynthia_Tree_ReadsSequencesSeasonsAndCameras()
    {
        foreach (var sequence in new[] { "01-FOG", "02-FALL", "02-SUMMER", "05-SUMMER" })
        {
            foreach (var camera in new[] { "Stereo_Left/Omni_F", "Stereo_Right/Omni_B" })
            {
                for (var i = 0; i < 2; i++)
                    _folder.Write($"SYNTHIA-SEQS-{sequence}/RGB/{camera}/{i:D6}.png", FrameFolders.Frame(i));
            }
        }
        Directory.Delete(Path.Combine(_folder.Path, "SYNTHIA-SEQS-05-SUMMER", "RGB", "Stereo_Right"), recursive: true);

        Assert.HasCount(4, Names(new()));
        Assert.AreSequenceEqual(["02-FALL 1", "02-SUMMER 1"], Names(new() { Split = DataSplit.Train }));
        Assert.AreSequenceEqual(["05-SUMMER 1"], Names(new() { Split = DataSplit.Validation }));
        Assert.AreSequenceEqual(["02-SUMMER 1", "05-SUMMER 1"], Names(new() { Seasons = ["summer"] }));
        Assert.AreSequenceEqual(["01-FOG 1"], Names(new() { Sequences = ["01", "04"] }));
        Assert.AreSequenceEqual(["02-SUMMER 1"], Names(new() { Split = DataSplit.Train, Seasons = ["SUMMER", "FOG"] }));
        Assert.AreSequenceEqual(
            ["02-SUMMER/Stereo_Left/Omni_F 1", "02-SUMMER/Stereo_Right/Omni_B 1", "05-SUMMER/Stereo_Left/Omni_F 1"],
            Names(new() { Seasons = ["SUMMER"], Cameras = ["Stereo_Left/Omni_F", "Stereo_Right/Omni_B"] }));
        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => Names(new() { Seasons = ["WINTER"] }));
        Assert.Contains("none of the 4 sequences is one that the options ask for (split All, sequences any, seasons WINTER)", e.Message);
        Assert.Contains("but found SYNTHIA-SEQS-01-FOG, ", e.Message);
        Assert.Contains("'Split' must be one of All, Train, Validation",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Names(new() { Split = DataSplit.Test })).Message);

        string[] Names(SynthiaOptions options) =>
            [.. MultiTaskDataCatalogTests.Names(new MultiTaskDataCatalog(_mlContext).LoadSynthia(_folder.Path, options))
                .Select(name => name.Replace("SYNTHIA-SEQS-", "", StringComparison.Ordinal))];
    }

    [TestMethod]
    public void LoadFrameFolders_OtherLabels_AreColumnsOfTheirNames()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        _folder.Write("a/lane/000001.png", FrameFolders.Frame(1));
        var labels = new Dictionary<string, LabelEncoding> { ["Lane"] = new ClassLabelEncoding(2) };

        Assert.AreSequenceEqual(["a/lane/000001.png"], Paths(Load(new() { OtherLabels = labels }), "LanePath"));
        var e = Assert.ThrowsExactly<ArgumentException>(
            () => Load(new() { OtherLabels = new Dictionary<string, LabelEncoding> { ["Depth"] = DepthLabelEncoding.Kitti } }));
        Assert.Contains("'OtherLabels' must name labels other than Segmentation, Depth, Motion and frames, but names 'Depth'", e.Message);
    }

    [TestMethod]
    public void Load_MissingFolder_SaysWhatIsThere()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "kitti"));

        var catalog = new MultiTaskDataCatalog(_mlContext);

        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => catalog.LoadFrameFolders(Path.Combine(_folder.Path, "kiti")));

        Assert.Contains("kiti' does not exist", e.Message);
        Assert.Contains("holds kitti.", e.Message);
    }

    [TestMethod]
    public void Load_NoFrames_NamesSequence()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "b", "frames"));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load());

        Assert.StartsWith("Sequence 'b': expected frames", e.Message);
        Assert.EndsWith("holds nothing.", e.Message);
    }

    [TestMethod]
    public void Load_LabelsWithoutFrames_NamesSequence()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        FrameFolders.WriteLabels(_folder, "b", 0);

        Assert.StartsWith("Sequence 'b': expected frames", Assert.ThrowsExactly<InvalidDataException>(() => Load()).Message);
    }

    [TestMethod]
    public void Load_LabelWithoutFrame_NamesIt()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        FrameFolders.WriteLabels(_folder, "a", 0, 1, 2);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load());

        Assert.StartsWith("Sequence 'a': 1 of 3 Segmentation labels have no frame, the first is '", e.Message);
        Assert.EndsWith("one of the 2 frames.", e.Message);
    }

    [TestMethod]
    public void Load_NameThatIsNoNumber_NamesFile()
    {
        FrameFolders.Write(_folder, "a", 0);
        _folder.Write("a/frames/cover.png", FrameFolders.Frame(0));

        Assert.Contains("cover.png': expected a frame number", Assert.ThrowsExactly<InvalidDataException>(() => Load()).Message);
    }

    [TestMethod]
    public void Load_SameNumberTwice_NamesBoth()
    {
        FrameFolders.Write(_folder, "a", 7);
        _folder.Write("a/frames/7.png", FrameFolders.Frame(7));

        Assert.Contains("are both frame 7", Assert.ThrowsExactly<InvalidDataException>(() => Load()).Message);
    }

    [TestMethod]
    public void Load_TooShortForStreams_SaysWhatIsNeeded()
    {
        FrameFolders.Write(_folder, "a", 0, 1);

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
    public void Rows_Shuffled_AreThoseRowsInAnotherOrder()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 30)]);
        var rows = Load();

        var shuffled = Names(_mlContext.Data.ShuffleRows(rows, seed: 5));

        Assert.AreNotSequenceEqual(Names(rows), shuffled);
        Assert.AreSequenceEqual(Names(rows).Order(), shuffled.Order());
        Assert.AreSequenceEqual(shuffled, Names(_mlContext.Data.ShuffleRows(rows, seed: 5)));
    }

    [TestMethod]
    public void Rows_ShuffledCursor_IdsStayWithTheirRows()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 10)]);
        var rows = Load();

        var ids = ReadIds(rows.GetRowCursor(rows.Schema));
        var shuffled = ReadIds(rows.GetRowCursor(rows.Schema, new Random(3)));

        Assert.AreNotSequenceEqual(ids, shuffled);
        Assert.AreSequenceEqual(ids, shuffled.OrderBy(pair => pair.Frame));
    }

    [TestMethod]
    public void Rows_CursorSet_MergesByBatchIntoTheOneOrder()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 12)]);
        var rows = Load();

        var cursors = rows.GetRowCursorSet(rows.Schema, 4);
        var byBatch = new SortedDictionary<long, int>();
        foreach (var cursor in cursors)
        {
            var frame = cursor.GetGetter<int>(rows.Schema["FrameIndex"]);
            for (var value = 0; cursor.MoveNext(); byBatch.Add(cursor.Batch, value))
                frame(ref value);
            Assert.IsFalse(cursor.MoveNext());
            Assert.AreEqual(-1, cursor.Position);
        }

        Assert.HasCount(4, cursors);
        Assert.AreSequenceEqual(Enumerable.Range(1, 11), byBatch.Values);
    }

    [TestMethod]
    public void Rows_TrainTestSplit_CoversEachRowOnce()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 40)]);
        var rows = Load();

        var split = _mlContext.Data.TrainTestSplit(rows, testFraction: 0.25);

        var (train, test) = (Names(split.TrainSet), Names(split.TestSet));
        Assert.IsNotEmpty(test);
        Assert.IsGreaterThan(test.Length, train.Length);
        Assert.AreSequenceEqual(Names(rows).Order(), train.Concat(test).Order());
    }

    [TestMethod]
    public void Load_Done_IsLogged()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        var messages = new List<string>();
        _mlContext.Log += (_, e) => messages.Add(e.Message);

        Load();

        Assert.Contains(message => message.Contains("1 rows of 2 frames in 1 sequences", StringComparison.Ordinal), messages);
    }

    private IDataView Load(FrameFolderOptions? options = null) =>
        new MultiTaskDataCatalog(_mlContext).LoadFrameFolders(_folder.Path, options);

    private static string[] Names(IDataView rows) =>
        [.. rows.GetColumn<string>("Sequence").Zip(rows.GetColumn<int>("FrameIndex"), (sequence, frame) => $"{sequence} {frame}")];

    private string[] Paths(IDataView rows, string column) =>
        [.. rows.GetColumn<string>(column).Select(path => path.Length == 0 ? path : Relative(path))];

    private string Relative(string path) => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/');

    private static List<(int Frame, DataViewRowId Id)> ReadIds(DataViewRowCursor cursor)
    {
        var ids = new List<(int Frame, DataViewRowId Id)>();
        using (cursor)
        {
            var (frame, id) = (cursor.GetGetter<int>(cursor.Schema["FrameIndex"]), cursor.GetIdGetter());
            while (cursor.MoveNext())
            {
                (int Frame, DataViewRowId Id) row = default;
                frame(ref row.Frame);
                id(ref row.Id);
                ids.Add(row);
            }
        }
        return ids;
    }
}

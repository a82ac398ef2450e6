namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class CamVidReaderTests : IDisposable
{
    private readonly ReaderFixture _camVid = new();

    public void Dispose() => _camVid.Dispose();

    [TestMethod]
    public void LoadCamVid_SegNetCopy_ReadsFoldersAndGreySamples()
    {
        WriteCopy("train", "0001TP_006690", "0001TP_006720", "0001TP_006750", "0006R0_f00930", "0006R0_f00960");
        WriteCopy("val", "0016E5_07959", "0016E5_07989");
        WriteCopy("test", "Seq05VD_f00000", "Seq05VD_f00030");

        var rows = Load(new() { Split = DataSplit.Train, SequenceStart = SequenceStart.Skip });

        Assert.AreSequenceEqual(["0001TP 6720", "0001TP 6750", "0006R0 960"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["train/0001TP_006690.png", "train/0001TP_006720.png", "train/0006R0_f00930.png"],
            _camVid.Paths(rows, "Frame1Path"));
        Assert.AreEqual("trainannot/0006R0_f00960.png", _camVid.Paths(rows, "SegmentationPath")[2]);
        Assert.AreSequenceEqual<byte>([0, 1, 5, 9, 10, 255, 255, 3], _camVid.Decode<byte>(rows, "Segmentation")[0]);
        Assert.AreSequenceEqual<byte>([10, 2, 8, 11, 12, 255, 255, 0],
            _camVid.Decode<byte>(Load(new() { ClassMap = ClassMap.Cityscapes }), "Segmentation")[0]);
        Assert.AreSequenceEqual(["0016E5 7989"], ReaderFixture.Names(Load(new() { Split = DataSplit.Validation, SequenceStart = SequenceStart.Skip })));
        Assert.AreSequenceEqual(["Seq05VD 30"], ReaderFixture.Names(Load(new() { Split = DataSplit.Test, SequenceStart = SequenceStart.Skip })));
        Assert.HasCount(9, ReaderFixture.Names(Load(new())));
    }

    [TestMethod]
    public void LoadCamVid_List_Counts()
    {
        WriteCopy("train", "0001TP_006690", "0001TP_006720", "0001TP_006750");
        _camVid.Text("train.txt",
            "/SegNet/CamVid/train/0001TP_006690.png /SegNet/CamVid/trainannot/0001TP_006690.png\n"
            + "/SegNet/CamVid/train/0001TP_006720.png /SegNet/CamVid/trainannot/0001TP_006720.png\n");

        Assert.AreSequenceEqual(["0001TP 6690", "0001TP 6720"], ReaderFixture.Names(Load(new() { Split = DataSplit.Train })));
    }

    [TestMethod]
    public void LoadCamVid_ListNamesFramesThatDoNotExist_IsAWarning()
    {
        WriteCopy("train", "0001TP_006690", "0001TP_006720");
        _camVid.Text("train.txt", "train/0001TP_006690.png\ntrain/0001TP_006720.png\ntrain/0001TP_006750.png\n");
        var messages = new List<string>();
        _camVid.MLContext.Log += (_, e) => messages.Add(e.RawMessage);

        Load(new() { Split = DataSplit.Train });

        Assert.ContainsSingle(message => message.EndsWith("train.txt' names '0001TP_006750', for which there are no frames.", StringComparison.Ordinal), messages);
    }

    /// <summary>The validation part is labelled at 15 Hz: with a stride of a second its first 15 frames have no predecessor.</summary>
    [TestMethod]
    public void LoadCamVid_FifteenHertz_LeavesNoFrameOut()
    {
        WriteCopy("val", [.. Enumerable.Range(0, 20).Select(i => $"0016E5_{7959 + (2 * i):D5}")]);
        var messages = new List<string>();
        _camVid.MLContext.Log += (_, e) => messages.Add(e.Message);

        var rows = Load(new() { Split = DataSplit.Validation });

        Assert.HasCount(20, ReaderFixture.Names(rows));
        Assert.AreEqual(_camVid.Paths(rows, "Frame0Path")[14], _camVid.Paths(rows, "Frame1Path")[14]);
        Assert.AreEqual(_camVid.Paths(rows, "Frame0Path")[0], _camVid.Paths(rows, "Frame1Path")[15]);
        Assert.Contains(message => message.Contains("15 frames lack predecessors at stride 30 and repeat the farthest that exists", StringComparison.Ordinal),
            messages);
    }

    [TestMethod]
    public void LoadCamVid_Original_ReadsColorsByName()
    {
        WriteOriginal("0001TP_006690", "0001TP_006720", "Seq05VD_f00000");

        var rows = Load(new() { Streams = 1 });

        Assert.AreSequenceEqual(["0001TP 6690", "0001TP 6720", "Seq05VD 0"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["Animal", "Bicyclist", "Car", "Child"], ReaderFixture.ClassNames(rows)!);
        Assert.AreEqual("LabeledApproved_full/Seq05VD_f00000_L.png", _camVid.Paths(rows, "SegmentationPath")[2]);
        Assert.AreSequenceEqual<byte>([0, 1, 2, 3, 255, 255, 2, 2], _camVid.Decode<byte>(rows, "Segmentation")[0]);
        Assert.AreSequenceEqual<byte>([255, 12, 13, 11, 255, 255, 13, 13],
            _camVid.Decode<byte>(Load(new() { Streams = 1, ClassMap = ClassMap.Cityscapes }), "Segmentation")[0]);
    }

    [TestMethod]
    public void LoadCamVid_OriginalHasNoParts_ListsMakeThem()
    {
        WriteOriginal("0001TP_006690", "0001TP_006720", "Seq05VD_f00000");

        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => Load(new() { Streams = 1, Split = DataSplit.Test }));
        Assert.Contains("the original data set has no splits", e.Message);

        _camVid.Text("test.txt", "Seq05VD_f00000\n");
        Assert.AreSequenceEqual(["Seq05VD 0"], ReaderFixture.Names(Load(new() { Streams = 1, Split = DataSplit.Test })));
    }

    [TestMethod]
    public void LoadCamVid_ColorsDamaged_NamesTheLine()
    {
        WriteOriginal("0001TP_006690");
        _camVid.Text("label_colors.txt", "64 128 64\tAnimal\n192 0 300\tArchway\n");

        Assert.Contains("label_colors.txt', line 2: expected a new colour as 'R G B name', but found '192 0 300\tArchway'",
            Assert.ThrowsExactly<InvalidDataException>(() => Load(new())).Message);
    }

    [TestMethod]
    public void LoadCamVid_LabelWithoutFrameOrNameWithoutNumber_IsNamed()
    {
        WriteCopy("train", "0001TP_006690");
        _camVid.Grey8("trainannot/0006R0_f00930.png", new byte[8]);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(new()));
        Assert.StartsWith("Sequence '0006R0': 1 of 1 Segmentation labels have no frame, the first is '", e.Message);
        Assert.Contains("0006R0_f00930.png'", e.Message);

        _camVid.Frame("train/cover.png", 0);
        Assert.Contains("cover.png': expected a name with a frame number, such as 0001TP_006690.png",
            Assert.ThrowsExactly<InvalidDataException>(() => Load(new())).Message);
    }

    private void WriteCopy(string part, params string[] names)
    {
        foreach (var name in names)
        {
            _camVid.Frame($"{part}/{name}.png", 1);
            _camVid.Grey8($"{part}annot/{name}.png", 0, 1, 5, 9, 10, 11, 11, 3);
        }
    }

    private void WriteOriginal(params string[] names)
    {
        foreach (var name in names)
        {
            _camVid.Frame($"701_StillsRaw_full/{name}.png", 1);
            _camVid.Colors($"LabeledApproved_full/{name}_L.png", 0x408040, 0x0080C0, 0x400080, 0xC08040, 0, 0, 0x400080, 0x400080);
        }
        _camVid.Text("label_colors.txt", "64 128 64\tAnimal\n0 128 192\tBicyclist\n64 0 128\t\tCar\n0 0 0\t\tVoid\n192 128 64\tChild\n");
    }

    private IDataView Load(CamVidOptions options) => _camVid.Data.LoadCamVid(_camVid.Path, options);
}

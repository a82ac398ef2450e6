namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class CityscapesReaderTests : IDisposable
{
    private readonly ReaderFixture _city = new();

    public void Dispose() => _city.Dispose();

    [TestMethod]
    public void LoadCityscapes_SequencePackage_GivesPredecessors()
    {
        WriteSnippet("train", "aachen", 0, 19);
        WriteSnippet("train", "bochum", 3, 25076);

        var rows = _city.Data.LoadCityscapes(_city.Path, new() { Streams = 3, Stride = 2 });

        Assert.AreSequenceEqual(["aachen_000000 19", "bochum_000003 25076"], ReaderFixture.Names(rows));
        Assert.AreEqual("leftImg8bit/train/aachen/aachen_000000_000019_leftImg8bit.png", _city.Paths(rows, "Frame0Path")[0]);
        Assert.AreEqual("leftImg8bit_sequence/train/aachen/aachen_000000_000017_leftImg8bit.png", _city.Paths(rows, "Frame1Path")[0]);
        Assert.AreEqual("leftImg8bit_sequence/train/bochum/bochum_000003_025072_leftImg8bit.png", _city.Paths(rows, "Frame2Path")[1]);
    }

    [TestMethod]
    public void LoadCityscapes_AllFrames_MakeRows()
    {
        WriteSnippet("train", "aachen", 0, 19);

        Assert.HasCount(4, ReaderFixture.Names(_city.Data.LoadCityscapes(_city.Path, new() { AllFrames = true })));
    }

    [TestMethod]
    public void LoadCityscapes_SequencePackageAlone_RowsAreLabelledFrames()
    {
        WriteSnippet("train", "aachen", 0, 19);
        Directory.Delete(_city.FullPath("leftImg8bit"), recursive: true);

        Assert.HasCount(4, ReaderFixture.Names(_city.Data.LoadCityscapes(_city.Path)));
        _city.Grey8("gtFine/train/aachen/aachen_000000_000019_gtFine_labelIds.png", new byte[8]);
        Assert.AreSequenceEqual(["aachen_000000 19"], ReaderFixture.Names(_city.Data.LoadCityscapes(_city.Path)));
    }

    [TestMethod]
    public void LoadCityscapes_LabelIds_BecomeTrainIds()
    {
        WriteSnippet("train", "aachen", 0, 19);
        _city.Grey8("gtFine/train/aachen/aachen_000000_000019_gtFine_labelIds.png", 7, 0, 3, 24, 25, 33, 29, 255);
        _city.Grey8("gtFine/train/aachen/aachen_000000_000019_gtFine_labelTrainIds.png", 1, 1, 1, 1, 1, 1, 1, 1);
        _city.Grey16("gtFine/train/aachen/aachen_000000_000019_gtFine_instanceIds.png", new ushort[8]);

        Assert.AreSequenceEqual<byte>([0, 255, 255, 11, 12, 18, 255, 255], Classes(null));
        Assert.AreSequenceEqual<byte>([0, 19, 19, 11, 12, 18, 19, 19], Classes(ClassMap.CityscapesWithVoid));
        Assert.AreSequenceEqual<byte>([2, 255, 255, 9, 10, 10, 255, 255], Classes(ClassMap.Synthia));
        Assert.AreSequenceEqual<byte>([0, 255, 255, 1, 1, 255, 255, 255], Classes(new ClassMap(["ground", "human"])
        {
            ClassOf = new Dictionary<string, string> { ["Road"] = "ground", ["person"] = "human", ["rider"] = "human" },
        }));

        byte[] Classes(ClassMap? map) =>
            _city.Decode<byte>(_city.Data.LoadCityscapes(_city.Path, new() { ClassMap = map }), "Segmentation")[0];
    }

    [TestMethod]
    public void LoadCityscapes_TrainIdsOnly_AreReadAsTheyAre()
    {
        WriteSnippet("train", "aachen", 0, 19);
        _city.Grey8("gtFine/train/aachen/aachen_000000_000019_gtFine_labelTrainIds.png", 0, 18, 255, 7, 0, 0, 0, 0);

        Assert.AreSequenceEqual<byte>([0, 18, 255, 7, 0, 0, 0, 0],
            _city.Decode<byte>(_city.Data.LoadCityscapes(_city.Path), "Segmentation")[0]);
    }

    [TestMethod]
    public void LoadCityscapes_Disparity_UsesEachFramesCamera()
    {
        WriteSnippet("train", "aachen", 0, 19);
        WriteSnippet("train", "bochum", 0, 30);
        _city.Grey16("disparity/train/aachen/aachen_000000_000019_disparity.png", 0, 1, 257, 2561, 0, 0, 0, 0);
        _city.Grey16("disparity/train/bochum/bochum_000000_000030_disparity.png", 0, 1, 257, 2561, 0, 0, 0, 0);
        _city.Text("camera/train/aachen/aachen_000000_000019_camera.json", Camera(2262.52, 0.209313));
        _city.Text("camera/train/bochum/bochum_000000_000030_camera.json", Camera(2000, 0.25));

        var depth = _city.Decode<float>(_city.Data.LoadCityscapes(_city.Path), "Depth");

        Assert.IsTrue(float.IsNaN(depth[0][0]) && float.IsNaN(depth[0][1]), "missing, and infinitely far");
        Assert.AreEqual(2262.52f * 0.209313f, depth[0][2], 1e-3f);
        Assert.AreEqual(500f, depth[1][2], 1e-3f);
        Assert.AreEqual(50f, depth[1][3], 1e-3f);
    }

    [TestMethod]
    public void LoadCityscapes_CameraDamaged_IsNamed()
    {
        WriteSnippet("train", "aachen", 0, 19);
        _city.Grey16("disparity/train/aachen/aachen_000000_000019_disparity.png", new ushort[8]);
        _city.Text("camera/train/aachen/aachen_000000_000019_camera.json", """{"extrinsic":{"baseline":0.2}}""");

        var rows = _city.Data.LoadCityscapes(_city.Path);

        Assert.Contains("aachen_000000_000019_camera.json': expected JSON with positive extrinsic.baseline",
            Assert.ThrowsExactly<InvalidDataException>(() => _city.Decode<float>(rows, "Depth")).Message);
    }

    [TestMethod]
    public void LoadCityscapes_NoCameraFolder_UsesTheNominalOne()
    {
        WriteSnippet("train", "aachen", 0, 19);
        _city.Grey16("disparity/train/aachen/aachen_000000_000019_disparity.png", 257, 0, 0, 0, 0, 0, 0, 0);

        Assert.AreEqual(472.8625f, _city.Decode<float>(_city.Data.LoadCityscapes(_city.Path), "Depth")[0][0], 1e-3f);
    }

    [TestMethod]
    public void LoadCityscapes_MotionByOthers_IsReadByAGivenMap()
    {
        WriteSnippet("train", "aachen", 0, 19);
        WriteSnippet("train", "aachen", 1, 19);
        _city.Grey8("masks/train/aachen_000000_000019_m.png", 0, 1, 2, 1, 1, 1, 2, 0);
        _city.Grey8("masks/val/ulm_000000_000019_m.png", 0, 0, 0, 0, 0, 0, 0, 0);
        var options = new CityscapesOptions { MotionFolder = "masks", MotionSuffix = "_m.png", Motion = ClassLabelEncoding.SmsnetMotion };

        var rows = _city.Data.LoadCityscapes(_city.Path, options);

        Assert.AreSequenceEqual(["masks/train/aachen_000000_000019_m.png", ""], _city.Paths(rows, "MotionPath"));
        Assert.AreSequenceEqual<byte>([255, 0, 1, 0, 0, 0, 1, 255], _city.Decode<byte>(rows, "Motion")[0]);
        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(
            () => _city.Data.LoadCityscapes(_city.Path, options with { MotionSuffix = "_motion.png" }));
        Assert.Contains("expected motion masks CITY_NNNNNN_NNNNNN_motion.png of train", e.Message);
    }

    [TestMethod]
    public void LoadCityscapes_Splits_AreTheFolders()
    {
        WriteSnippet("train", "aachen", 0, 19);
        WriteSnippet("val", "ulm", 0, 19);
        WriteSnippet("test", "bonn", 0, 19);
        WriteSnippet("train_extra", "erlangen", 0, 19);
        _city.Grey8("gtCoarse/train_extra/erlangen/erlangen_000000_000019_gtCoarse_labelIds.png", 7, 7, 7, 7, 7, 7, 7, 7);
        _city.Grey8("gtFine/train/aachen/aachen_000000_000019_gtFine_labelIds.png", 8, 8, 8, 8, 8, 8, 8, 8);

        Assert.AreSequenceEqual(["aachen_000000 19"], Names(DataSplit.Train));
        Assert.AreSequenceEqual(["ulm_000000 19"], Names(DataSplit.Validation));
        Assert.AreSequenceEqual(["bonn_000000 19"], Names(DataSplit.Test));
        Assert.AreSequenceEqual(["erlangen_000000 19"], Names(DataSplit.TrainExtra));
        Assert.AreSequenceEqual(["aachen_000000 19", "bonn_000000 19", "erlangen_000000 19", "ulm_000000 19"], Names(DataSplit.All));
        Assert.AreEqual(0, _city.Decode<byte>(Load(DataSplit.TrainExtra), "Segmentation")[0][0]);
        Assert.AreSequenceEqual<int>([1, 255, 0, 255], _city.Decode<byte>(Load(DataSplit.All), "Segmentation").Select(row => (int)row[0]));

        IDataView Load(DataSplit split) => _city.Data.LoadCityscapes(_city.Path, new() { Split = split });
        string[] Names(DataSplit split) => ReaderFixture.Names(Load(split));
    }

    [TestMethod]
    public void LoadCityscapes_LabelWithoutFrame_NamesIt()
    {
        WriteSnippet("train", "aachen", 0, 19);
        _city.Grey8("gtFine/train/aachen/aachen_000000_000042_gtFine_labelIds.png", new byte[8]);

        Assert.Contains("1 of 1 Segmentation labels have no frame",
            Assert.ThrowsExactly<InvalidDataException>(() => _city.Data.LoadCityscapes(_city.Path)).Message);
    }

    [TestMethod]
    public void LoadCityscapes_OptionOutOfRange_NamesIt()
    {
        Assert.AreEqual("Annotations", Name(new() { Annotations = "fine" }));
        Assert.AreEqual("MotionSuffix", Name(new() { MotionSuffix = "_motion" }));
        Assert.AreEqual("Split", Name(new() { Split = (DataSplit)9 }));

        string? Name(CityscapesOptions options) =>
            Assert.Throws<ArgumentException>(() => _city.Data.LoadCityscapes(_city.Path, options)).ParamName;
    }

    // A labelled frame and four frames before it.
    private void WriteSnippet(string split, string city, int sequence, int frame)
    {
        _city.Frame($"leftImg8bit/{split}/{city}/{city}_{sequence:D6}_{frame:D6}_leftImg8bit.png", 4);
        for (var i = 0; i <= 4; i++)
            _city.Frame($"leftImg8bit_sequence/{split}/{city}/{city}_{sequence:D6}_{frame - 4 + i:D6}_leftImg8bit.png", i);
    }

    private static string Camera(double focalLength, double baseline) => FormattableString.Invariant($$"""
        {
            "extrinsic": { "baseline": {{baseline}}, "pitch": 0.038, "roll": 0.0, "x": 1.7, "y": 0.1, "yaw": -0.0195, "z": 1.22 },
            "intrinsic": { "fx": {{focalLength}}, "fy": 2265.3017905988554, "u0": 1096.98, "v0": 513.137 }
        }
        """);
}

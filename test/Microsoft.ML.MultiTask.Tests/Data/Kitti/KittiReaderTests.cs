namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class KittiReaderTests : IDisposable
{
    private readonly ReaderFixture _kitti = new();

    public void Dispose() => _kitti.Dispose();

    [TestMethod]
    public void LoadKitti_TwoFrameRelease_PairsALabelledFrameWithTheNext()
    {
        WriteTwoFrames("training", 0, 1);

        var rows = _kitti.Data.LoadKitti(_kitti.Path);

        Assert.AreSequenceEqual(["000000 10", "000001 10"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["training/image_2/000000_10.png", "training/image_2/000001_10.png"], _kitti.Paths(rows, "Frame0Path"));
        Assert.AreSequenceEqual(["training/image_2/000000_11.png", "training/image_2/000001_11.png"], _kitti.Paths(rows, "Frame1Path"));
    }

    [TestMethod]
    public void LoadKitti_Labels_AreDecodedAsPublished()
    {
        WriteTwoFrames("training", 0, 1);
        _kitti.Grey8("training/semantic/000000_10.png", 7, 8, 26, 33, 0, 4, 23, 255);
        _kitti.Grey16("training/disp_occ_0/000000_10.png", 0, 256, 512, 2560, 25600, 1, 0, 0);
        _kitti.Grey8("training/obj_map/000000_10.png", 0, 1, 2, 9, 0, 0, 255, 0);

        var rows = _kitti.Data.LoadKitti(_kitti.Path);

        Assert.AreSequenceEqual(["training/semantic/000000_10.png", ""], _kitti.Paths(rows, "SegmentationPath"));
        var classes = _kitti.Decode<byte>(rows, "Segmentation");
        Assert.AreSequenceEqual<byte>([0, 1, 13, 18, 255, 255, 10, 255], classes[0]);
        Assert.IsTrue(classes[1].All(label => label == 255));
        Assert.AreSequenceEqual<byte>([0, 1, 1, 1, 0, 0, 1, 0], _kitti.Decode<byte>(rows, "Motion")[0]);
        var depth = _kitti.Decode<float>(rows, "Depth");
        var nominal = 721.5 * 0.54;
        AssertDepth([double.NaN, nominal, nominal / 2, nominal / 10, nominal / 100, double.NaN, double.NaN, double.NaN], depth[0]);
        Assert.IsTrue(depth[1].All(float.IsNaN));
        Assert.IsNull(rows.Schema.GetColumnOrNull("DepthEncoding"));
    }

    [TestMethod]
    public void LoadKitti_Calibration_IsEachFramesOwn()
    {
        WriteTwoFrames("training", 0, 1, 2);
        for (var i = 0; i < 2; i++)
            _kitti.Grey16($"training/disp_occ_0/{i:D6}_10.png", 256, 512, 0, 0, 0, 0, 0, 0);
        _kitti.Text("training/calib_cam_to_cam/000000.txt", Calibration(44.857, -339.524));
        _kitti.Text("training/calib_cam_to_cam/000001.txt", Calibration(60, -320));

        var rows = _kitti.Data.LoadKitti(_kitti.Path);

        var depth = _kitti.Decode<float>(rows, "Depth");
        AssertDepth([384.381, 384.381 / 2, double.NaN], depth[0][..3]);
        AssertDepth([380, 190, double.NaN], depth[1][..3]);
        Assert.IsTrue(depth[2].All(float.IsNaN), "frame 2 has no label, so its calibration is not missed");
    }

    [TestMethod]
    public void LoadKitti_CalibrationMissingOrDamaged_IsReadLateAndNamed()
    {
        WriteTwoFrames("training", 0);
        _kitti.Grey16("training/disp_occ_0/000000_10.png", new ushort[8]);
        Directory.CreateDirectory(_kitti.FullPath("training/calib_cam_to_cam"));

        var rows = _kitti.Data.LoadKitti(_kitti.Path);

        Assert.AreSequenceEqual(["000000 10"], ReaderFixture.Names(rows));
        Assert.Contains("000000.txt", Assert.ThrowsExactly<FileNotFoundException>(() => _kitti.Decode<float>(rows, "Depth")).Message);
        _kitti.Text("training/calib_cam_to_cam/000000.txt", "P_rect_02: 1 2 3\n");
        Assert.Contains("000000.txt': expected a line 'P_rect_02:' with 12 numbers, but found 'P_rect_02: 1 2 3'",
            Assert.ThrowsExactly<InvalidDataException>(() => _kitti.Decode<float>(rows, "Depth")).Message);
        _kitti.Text("training/calib_cam_to_cam/000000.txt", Calibration(1, 1));
        Assert.Contains("their difference is 0",
            Assert.ThrowsExactly<InvalidDataException>(() => _kitti.Decode<float>(rows, "Depth")).Message);
    }

    [TestMethod]
    public void LoadKitti_NoCalibration_WarnsOfTheNominalCamera()
    {
        WriteTwoFrames("training", 0);
        _kitti.Grey16("training/disp_occ_0/000000_10.png", new ushort[8]);
        var messages = new List<string>();
        _kitti.MLContext.Log += (_, e) => messages.Add(e.Message);

        _kitti.Data.LoadKitti(_kitti.Path);

        Assert.Contains(message =>
            message.Contains("nominal camera, focal length x baseline = 389.61", StringComparison.Ordinal), messages);
    }

    [TestMethod]
    public void LoadKitti_Multiview_ReachesBack()
    {
        for (var i = 0; i <= 20; i++)
            _kitti.Frame($"training/image_2/000003_{i:D2}.png", i);

        var rows = _kitti.Data.LoadKitti(_kitti.Path, new KittiOptions { Streams = 3, Stride = 2 });
        var all = _kitti.Data.LoadKitti(_kitti.Path, new KittiOptions { Stride = 1, AllFrames = true });

        Assert.AreSequenceEqual(["000003 10"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["training/image_2/000003_08.png"], _kitti.Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["training/image_2/000003_06.png"], _kitti.Paths(rows, "Frame2Path"));
        Assert.HasCount(20, ReaderFixture.Names(all));
    }

    [TestMethod]
    public void LoadKitti_ArchivesSideBySide_AreOneDataSet()
    {
        WriteTwoFrames("data_scene_flow/training", 0);
        _kitti.Grey16("data_scene_flow/training/disp_noc_0/000000_10.png", 256, 0, 0, 0, 0, 0, 0, 0);
        _kitti.Text("data_scene_flow_calib/training/calib_cam_to_cam/000000.txt", Calibration(10, -90));
        _kitti.Frame("data_semantics/training/image_2/000000_10.png", 0);
        _kitti.Frame("data_semantics/training/image_2/000007_10.png", 7);
        _kitti.Grey8("data_semantics/training/semantic/000000_10.png", 7, 7, 7, 7, 7, 7, 7, 7);

        var rows = _kitti.Data.LoadKitti(_kitti.Path, new KittiOptions { Disparity = "disp_noc_0", SequenceStart = SequenceStart.Repeat });

        Assert.AreSequenceEqual(["000000 10", "000007 10"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["data_scene_flow/training/image_2/000000_10.png", "data_semantics/training/image_2/000007_10.png"],
            _kitti.Paths(rows, "Frame0Path"));
        Assert.AreSequenceEqual(["data_semantics/training/semantic/000000_10.png", ""], _kitti.Paths(rows, "SegmentationPath"));
        Assert.AreEqual(100f, _kitti.Decode<float>(rows, "Depth")[0][0], 1e-3f);
    }

    [TestMethod]
    public void LoadKitti_Splits_AreTrainingAndTesting()
    {
        WriteTwoFrames("training", 0);
        WriteTwoFrames("testing", 0, 1);

        string[] Names(DataSplit split) => ReaderFixture.Names(_kitti.Data.LoadKitti(_kitti.Path, new KittiOptions { Split = split }));
        Assert.AreSequenceEqual(["000000 10", "000001 10"], Names(DataSplit.Test));
        Assert.AreSequenceEqual(["training/000000 10", "testing/000000 10", "testing/000001 10"], Names(DataSplit.All));
        var e = Assert.Throws<ArgumentException>(() => Names(DataSplit.Validation));
        Assert.Contains("'Split' must be one of All, Train, Test", e.Message);
    }

    [TestMethod]
    public void LoadKitti_RightCamera_HasNoLabels()
    {
        WriteTwoFrames("training", 0);
        _kitti.Frame("training/image_3/000000_10.png", 3);
        _kitti.Grey8("training/obj_map/000000_10.png", new byte[8]);

        var rows = _kitti.Data.LoadKitti(_kitti.Path, new KittiOptions { Camera = "image_3", Streams = 1 });

        Assert.AreSequenceEqual(["training/image_3/000000_10.png"], _kitti.Paths(rows, "Frame0Path"));
        Assert.IsNull(rows.Schema.GetColumnOrNull("MotionPath"));
    }

    [TestMethod]
    public void LoadKitti_NotAsPublished_SaysWhatIsExpected()
    {
        _kitti.Frame("image_2/000000_10.png", 0);
        Assert.Contains("expected frames training/image_2/NNNNNN_NN.png",
            Assert.ThrowsExactly<DirectoryNotFoundException>(() => _kitti.Data.LoadKitti(_kitti.Path)).Message);

        WriteTwoFrames("training", 0);
        _kitti.Frame("training/image_2/cover.png", 0);
        Assert.Contains("cover.png': expected a name with a frame number, such as 000042_10.png",
            Assert.ThrowsExactly<InvalidDataException>(() => _kitti.Data.LoadKitti(_kitti.Path)).Message);

        File.Delete(_kitti.FullPath("training/image_2/cover.png"));
        _kitti.Grey8("training/obj_map/000005_10.png", new byte[8]);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => _kitti.Data.LoadKitti(_kitti.Path));
        Assert.StartsWith("Sequence '000005': 1 of 1 Motion labels have no frame, the first is '", e.Message);
        Assert.Contains("000005_10.png'", e.Message);
    }

    [TestMethod]
    public void LoadKitti_OptionOutOfRange_NamesIt()
    {
        Assert.AreEqual("Camera", Name(new() { Camera = "image_0" }));
        Assert.AreEqual("Disparity", Name(new() { Disparity = "disp_occ_1" }));

        string? Name(KittiOptions options) =>
            Assert.ThrowsExactly<ArgumentException>(() => _kitti.Data.LoadKitti(_kitti.Path, options)).ParamName;
    }

    private void WriteTwoFrames(string part, params int[] snippets)
    {
        foreach (var snippet in snippets)
        {
            _kitti.Frame($"{part}/image_2/{snippet:D6}_10.png", snippet);
            _kitti.Frame($"{part}/image_2/{snippet:D6}_11.png", snippet);
        }
    }

    private static string Calibration(double left, double right) => FormattableString.Invariant($"""
        calib_time: 09-Jan-2012 13:57:47
        corner_dist: 9.950000e-02
        P_rect_02: 7.215377e+02 0.000000e+00 6.095593e+02 {left} 0.000000e+00 7.215377e+02 1.728540e+02 2.163791e-01 0 0 1 2.745884e-03
        P_rect_03: 7.215377e+02 0.000000e+00 6.095593e+02 {right} 0.000000e+00 7.215377e+02 1.728540e+02 2.199936e+00 0 0 1 2.729905e-03
        """);

    private static void AssertDepth(double[] expected, float[] actual)
    {
        foreach (var (e, a) in expected.Zip(actual))
            Assert.IsTrue(double.IsNaN(e) ? float.IsNaN(a) : Math.Abs(e - a) < 1e-5 * e, $"expected {e}, but was {a}");
    }
}

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class VirtualKitti2ReaderTests : IDisposable
{
    private const string Boxes = "frame cameraID trackID left right top bottom number_pixels truncation_ratio occupancy_ratio isMoving\n";

    private readonly ReaderFixture _kitti = new();

    public void Dispose() => _kitti.Dispose();

    [TestMethod]
    public void LoadVirtualKitti2_Tree_IsReadInOrder()
    {
        Write("Scene20/fog", "Camera_0", 0, 1);
        Write("Scene01/clone", "Camera_0", 0, 1, 2);
        Write("Scene01/clone", "Camera_1", 0, 1);
        Write("Scene01/15-deg-left", "Camera_0", 0, 1);

        Assert.AreSequenceEqual(
            ["Scene01/15-deg-left/Camera_0 1", "Scene01/clone/Camera_0 1", "Scene01/clone/Camera_0 2", "Scene20/fog/Camera_0 1"],
            Names(new()));
        Assert.AreSequenceEqual(["Scene01/clone/Camera_0 1", "Scene01/clone/Camera_0 2", "Scene01/clone/Camera_1 1"],
            Names(new() { Variations = ["clone"], Cameras = ["Camera_0", "Camera_1"] }));
        Assert.AreSequenceEqual(["Scene20/fog/Camera_0 1"], Names(new() { Scenes = ["Scene20"] }));
        Assert.AreSequenceEqual(["Scene20/fog/frames/rgb/Camera_0/rgb_00000.jpg"],
            _kitti.Paths(Load(new() { Scenes = ["Scene20"] }), "Frame1Path"));
    }

    [TestMethod]
    public void LoadVirtualKitti2_Labels_AreDecodedAsPublished()
    {
        const string Frames = "Scene01/clone/frames";
        Write("Scene01/clone", "Camera_0", 0, 1);
        _kitti.Colors(Frames + "/classSegmentation/Camera_0/classgt_00001.png",
            0xD200C8, 0x5AC8FF, 0x00C700, 0x643C64, 0xFF7F50, 0x008B8B, 0x000000, 0x8C8C8C);
        _kitti.Grey16(Frames + "/depth/Camera_0/depth_00001.png", 100, 65535, 1234, 65534, 1, 1, 1, 1);

        var rows = Load(new());

        Assert.AreSequenceEqual<byte>([0, 1, 2, 5, 12, 13, 255, 4], _kitti.Decode<byte>(rows, "Segmentation")[0]);
        var depth = _kitti.Decode<float>(rows, "Depth")[0];
        Assert.IsTrue(depth[0] == 1 && float.IsNaN(depth[1]) && Math.Abs(depth[2] - 12.34) < 1e-5 && Math.Abs(depth[3] - 655.34) < 1e-3);
        Assert.AreSequenceEqual<byte>([9, 10, 8, 0, 13, 13, 255, 2],
            _kitti.Decode<byte>(Load(new() { ClassMap = ClassMap.Cityscapes }), "Segmentation")[0]);
        Assert.IsNull(rows.Schema.GetColumnOrNull("MotionPath"), "there are no instances");
    }

    [TestMethod]
    public void LoadVirtualKitti2_Motion_IsOfTheInstancesThatMoveInThatFrame()
    {
        Write("Scene01/clone", "Camera_0", 0, 1, 2, 3);
        Write("Scene01/clone", "Camera_1", 0, 1);
        foreach (var (camera, frame) in new[] { (0, 1), (0, 2), (0, 3), (1, 1) })
            Instances("Scene01/clone", camera, frame, [0, 1, 2, 3, 4, 200, 0, 1]);
        _kitti.Text("Scene01/clone/bbox.txt", Boxes
            + "1 0 0 1 2 3 4 55 0.1 0.2 True\n" + "1 0 1 1 2 3 4 55 0.1 0.2 False\n" + "1 1 1 1 2 3 4 55 0.1 0.2 True\n"
            + "2 0 0 1 2 3 4 55 0.1 0.2 False\n" + "2 0 199 1 2 3 4 55 0.1 0.2 True\n" + "2 0 2 1 2 3 4 55 0.1 0.2 True\n");

        var rows = Load(new() { Cameras = ["Camera_0", "Camera_1"] });
        var motion = _kitti.Decode<byte>(rows, "Motion");

        Assert.AreSequenceEqual<byte>([0, 1, 0, 0, 0, 0, 0, 1], motion[0], "frame 1: track 0");
        Assert.AreSequenceEqual<byte>([0, 0, 0, 1, 0, 1, 0, 0], motion[1], "frame 2: tracks 2 and 199");
        Assert.AreSequenceEqual<byte>([0, 0, 0, 0, 0, 0, 0, 0], motion[2], "frame 3: none is listed");
        Assert.AreSequenceEqual<byte>([0, 0, 1, 0, 0, 0, 0, 0], motion[3], "camera 1: track 1");
        Assert.AreSequenceEqual(["static", "moving"], ReaderFixture.ClassNames(rows, "MotionPath"));
    }

    [TestMethod]
    public void LoadVirtualKitti2_ArchivesSideBySide_AreOneDataSet()
    {
        Write("vkitti_2.0.3_rgb/Scene06/rain", "Camera_0", 0, 1);
        Instances("vkitti_2.0.3_instanceSegmentation/Scene06/rain", 0, 1, [5, 0, 0, 0, 0, 0, 0, 0]);
        _kitti.Text("vkitti_2.0.3_textgt/Scene06/rain/bbox.txt", Boxes + "1 0 4 1 2 3 4 55 0.1 0.2 True\n");

        var rows = Load(new());

        Assert.AreSequenceEqual(["Scene06/rain/Camera_0 1"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual<byte>([1, 0, 0, 0, 0, 0, 0, 0], _kitti.Decode<byte>(rows, "Motion")[0]);
    }

    [TestMethod]
    public void LoadVirtualKitti2_BoxesDamaged_NamesTheLineWhenRead()
    {
        Write("Scene01/clone", "Camera_0", 0, 1);
        Instances("Scene01/clone", 0, 1, new byte[8]);
        _kitti.Text("Scene01/clone/bbox.txt", Boxes + "1 0 0 1 2 3 4 55 0.1 0.2 True\n1 0 zero\n");

        var rows = Load(new());

        Assert.Contains("bbox.txt', line 3: expected 11 fields",
            Assert.ThrowsExactly<InvalidDataException>(() => _kitti.Decode<byte>(rows, "Motion")).Message);
    }

    [TestMethod]
    public void LoadVirtualKitti2_NotThere_SaysWhatIsExpected()
    {
        Write("Scene01/clone", "Camera_0", 0, 1);

        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => Load(new() { Scenes = ["Scene02"] }));

        Assert.Contains("expected frames Scene02/clone/frames/rgb/Camera_0/rgb_NNNNN.jpg", e.Message);
        Assert.Contains("holds Scene01", e.Message);
    }

    // PNG data behind a .jpg name: these tests read paths of frames, never their pixels, but for the size.
    private void Write(string variation, string camera, params int[] frames)
    {
        foreach (var frame in frames)
            _kitti.Frame($"{variation}/frames/rgb/{camera}/rgb_{frame:D5}.jpg", frame);
    }

    private void Instances(string variation, int camera, int frame, byte[] samples) =>
        _kitti.Image($"{variation}/frames/instanceSegmentation/Camera_{camera}/instancegt_{frame:D5}.png",
            PngImage.Palette8(ReaderFixture.Width, ReaderFixture.Height, samples, [.. Enumerable.Range(0, 768).Select(i => (byte)i)]));

    private IDataView Load(VirtualKitti2Options options) => _kitti.Data.LoadVirtualKitti2(_kitti.Path, options);

    private string[] Names(VirtualKitti2Options options) => ReaderFixture.Names(Load(options));
}

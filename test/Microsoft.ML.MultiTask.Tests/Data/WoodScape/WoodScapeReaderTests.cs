namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class WoodScapeReaderTests : IDisposable
{
    private readonly ReaderFixture _wood = new();

    public void Dispose() => _wood.Dispose();

    [TestMethod]
    public void LoadWoodScape_PreviousImages_AreTheSecondStream()
    {
        Write(1, "FV");
        Write(2, "MVL");
        Write(3, "FV");
        File.Delete(_wood.FullPath("previous_images/00003_FV_prev.png"));

        var rows = Load(new());
        var repeated = Load(new() { SequenceStart = SequenceStart.Repeat, Cameras = ["FV"] });

        Assert.AreSequenceEqual(["FV 1", "MVL 2"], ReaderFixture.Names(rows));
        Assert.AreSequenceEqual(["previous_images/00001_FV_prev.png", "previous_images/00002_MVL_prev.png"],
            _wood.Paths(rows, "Frame1Path"));
        Assert.AreSequenceEqual(["previous_images/00001_FV_prev.png", "rgb_images/00003_FV.png"], _wood.Paths(repeated, "Frame1Path"));
        Assert.HasCount(3, ReaderFixture.Names(Load(new() { Streams = 1 })));
    }

    [TestMethod]
    public void LoadWoodScape_Labels_AreDecodedAsPublished()
    {
        Write(1, "FV");
        Write(2, "FV");
        _wood.Grey8("semantic_annotations/gtLabels/00001_FV.png", 0, 1, 2, 3, 4, 6, 9, 5);
        _wood.Grey8("motion_annotations/gtLabels/00001_FV.png", 0, 9, 19, 0, 0, 1, 0, 0);

        var rows = Load(new());

        Assert.AreSequenceEqual<byte>([255, 0, 1, 2, 3, 5, 8, 4], _wood.Decode<byte>(rows, "Segmentation")[0]);
        Assert.AreSequenceEqual<byte>([0, 1, 1, 0, 0, 1, 0, 0], _wood.Decode<byte>(rows, "Motion")[0]);
        Assert.AreSequenceEqual(["motion_annotations/gtLabels/00001_FV.png", ""], _wood.Paths(rows, "MotionPath"));
        Assert.AreSequenceEqual<byte>([255, 0, 0, 255, 11, 13, 7, 12],
            _wood.Decode<byte>(Load(new() { ClassMap = ClassMap.Cityscapes }), "Segmentation")[0]);
    }

    [TestMethod]
    public void LoadWoodScape_Lists_MakeTheSplit()
    {
        Write(1, "FV");
        Write(2, "FV");
        Write(2, "RV");
        _wood.Text("val.txt", "00002_FV.png\n");

        Assert.AreSequenceEqual(["FV 2"], ReaderFixture.Names(Load(new() { Split = DataSplit.Validation })));
        Assert.Contains("expected a list of the frames of Test",
            Assert.ThrowsExactly<DirectoryNotFoundException>(() => Load(new() { Split = DataSplit.Test })).Message);
    }

    [TestMethod]
    public void LoadWoodScape_NotAsPublished_IsNamed()
    {
        Write(1, "FV");
        _wood.Grey8("motion_annotations/gtLabels/00007_FV.png", new byte[8]);
        Assert.Contains("00007_FV.png': expected a frame of the same name",
            Assert.ThrowsExactly<InvalidDataException>(() => Load(new())).Message);

        _wood.Frame("rgb_images/cover_FV.png", 0);
        Assert.Contains("cover_FV.png': expected a name with a frame number, such as 00042_FV.png",
            Assert.ThrowsExactly<InvalidDataException>(() => Load(new())).Message);
    }

    [TestMethod]
    public void LoadWoodScape_MoreThanOnePredecessor_IsRefused()
    {
        Assert.Contains("WoodScape has one predecessor",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Load(new() { Streams = 3 })).Message);
        Assert.Contains("WoodScape has one predecessor",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Load(new() { Stride = 2 })).Message);
        Assert.AreEqual("Cameras", Assert.ThrowsExactly<ArgumentException>(() => Load(new() { Cameras = [] })).ParamName);
    }

    private void Write(int number, string camera)
    {
        _wood.Frame($"rgb_images/{number:D5}_{camera}.png", number);
        _wood.Frame($"previous_images/{number:D5}_{camera}_prev.png", number);
    }

    private IDataView Load(WoodScapeOptions options) => _wood.Data.LoadWoodScape(_wood.Path, options);
}

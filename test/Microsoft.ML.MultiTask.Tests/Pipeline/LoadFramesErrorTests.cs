using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What LoadFrames says about files, columns and options that do not fit.</summary>
[TestClass]
public sealed class LoadFramesErrorTests : IDisposable
{
    private const int Width = FrameFolders.Width;
    private const int Height = FrameFolders.Height;

    private readonly LoadFramesFixture _frames = new();

    public void Dispose() => _frames.Dispose();

    [TestMethod]
    public void Transform_ClassOutsideTheEncoding_NamesFileValueAndAllowed()
    {
        var rows = _frames.WriteRows(2);
        _frames.Folder.Write("a/segmentation/000001.png", PngImage.Grey8(Width, Height, FrameFolders.Pixels(_ => (byte)19)));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => _frames.Load(rows).GetColumn<byte[]>("Segmentation").Single());

        Assert.Contains("000001.png': expected samples of 0 to 18, and 255 for unlabelled pixels, but found 19", e.Message);
    }

    [TestMethod]
    public void Transform_LabelOfAnotherSize_NamesBothSizes()
    {
        var rows = _frames.WriteRows(2);
        _frames.Folder.Write("a/depth/000001.png", PngImage.Grey16(4, 3, new ushort[12]));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => _frames.Load(rows).GetColumn<float[]>("Depth").Single());

        Assert.Contains("000001.png': expected 8x6, the size of its frame, but found 4x3", e.Message);
    }

    [TestMethod]
    public void Transform_DepthOf8Bits_SaysWhatIsNeeded()
    {
        var rows = _frames.WriteRows(2);
        _frames.Folder.Write("a/depth/000001.png", FrameFolders.Frame(1));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => _frames.Load(rows).GetColumn<float[]>("Depth").Single());

        Assert.Contains("expected 16-bit samples, but found 8-bit RGB", e.Message);
    }

    [TestMethod]
    public void Transform_PredecessorOfAnotherSize_NamesBoth()
    {
        var rows = _frames.WriteRows(2);
        _frames.Folder.Write("a/frames/000000.png", PngImage.Grey8(4, 3, new byte[12]));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => _frames.Load(rows).GetColumn<byte[]>("Frame1").Single());

        Assert.Contains("000000.png': expected 8x6", e.Message);
        Assert.Contains("but found 4x3", e.Message);
    }

    [TestMethod]
    public void Transform_FileGone_NamesIt()
    {
        var rows = _frames.WriteRows(2);
        File.Delete(_frames.Frame(1));

        var e = Assert.ThrowsExactly<FileNotFoundException>(() => _frames.Load(rows).GetColumn<byte[]>("Frame0").Single());

        Assert.Contains("000001.png", e.Message);
    }

    [TestMethod]
    public void Fit_MissingOrWrongColumn_NamesIt()
    {
        var noFrame = _frames.MLContext.Data.LoadFromEnumerable([new { Path = "a", DepthPath = "b" }]);
        var number = _frames.MLContext.Data.LoadFromEnumerable([new { Frame0Path = "a", Frame1Path = 1 }]);
        var estimator = _frames.LoadFrames(4, 4);
        var misspelt = new Dictionary<string, LabelEncoding> { ["Dept"] = DepthLabelEncoding.Kitti };
        var misspeltLabel = _frames.LoadFrames(new LoadFramesOptions { LabelEncodings = misspelt });

        Assert.Contains("'Frame0Path' of type Text, but the columns are Path, DepthPath",
            Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(noFrame)).Message);
        Assert.Contains("'Frame1Path' must hold paths as Text, but was Int32",
            Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(number)).Message);
        Assert.Contains("'DeptPath'",
            Assert.ThrowsExactly<ArgumentException>(() => misspeltLabel.Fit(_frames.WriteRows(2))).Message);
        Assert.Contains("'Frame0Path'",
            Assert.ThrowsExactly<ArgumentException>(() => estimator.GetOutputSchema(_frames.ShapeOf(noFrame.Schema))).Message);
    }

    [TestMethod]
    [DataRow(0, 4, "Height")]
    [DataRow(4, -1, "Width")]
    [DataRow(50000, 50000, "Height")]
    public void LoadFrames_SizeOutOfRange_NamesIt(int height, int width, string name) =>
        Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _frames.LoadFrames(height, width)).ParamName);
}

using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Single files are read as LoadFrames reads them.</summary>
[TestClass]
public sealed class ImageFileReaderTests : IDisposable
{
    private const int Width = FrameFolders.Width;
    private const int Height = FrameFolders.Height;

    private readonly MultiTaskCatalog _multiTask = new MLContext(seed: 1).MultiTask();
    private readonly ImageFileReader _reader = new();
    private readonly TemporaryFolder _folder = new();

    public ImageFileReaderTests()
    {
        FrameFolders.Write(_folder, "a", 1, 2);
        FrameFolders.WriteLabels(_folder, "a", 1, 2);
    }

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(Height, Width, DisplayName = "own size")]
    [DataRow(3, 5, DisplayName = "smaller")]
    [DataRow(13, 11, DisplayName = "larger")]
    public void ReadFrame_AnySize_IsWhatLoadFramesGives(int height, int width)
    {
        var pixels = new byte[3 * height * width];

        var size = _reader.ReadFrame(FullPath("frames"), new ImageSize(width, height), pixels);

        Assert.AreEqual(new ImageSize(Width, Height), size);
        Assert.AreSequenceEqual(Load<byte>("Frame0", height, width), pixels);
    }

    [TestMethod]
    public void ReadClassesAndDepth_InTurns_AreWhatLoadFramesGives()
    {
        var encodings = FrameColumn.Find(Rows().Schema).Where(column => column.Encoding is not null)
            .ToDictionary(column => column.Name, column => column.Encoding!);
        for (var i = 0; i < 2; i++)
        {
            foreach (var name in (string[])["Segmentation", "Motion"])
                Assert.AreSequenceEqual(
                    Load<byte>(name, Height, Width),
                    _reader.ReadClasses(FullPath(name.ToLowerInvariant()), (ClassLabelEncoding)encodings[name]).ToArray());
            Assert.AreSequenceEqual(
                Load<float>("Depth", Height, Width),
                _reader.ReadDepth(FullPath("depth"), (DepthLabelEncoding)encodings["Depth"]).ToArray());
        }
    }

    [TestMethod]
    [DataRow("grey16.png")]
    [DataRow("grey16-interlaced.png")]
    public void ReadDepth_16Bits_ReadsThemFromEveryLayout(string fixture)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Images", "Fixtures", fixture);

        var samples = _reader.ReadDepth(path, new DepthLabelEncoding { MetersPerUnit = 1, MissingValues = [] });

        Assert.AreSequenceEqual(PngImage.Read(path).Words.Select(sample => (float)sample), samples.ToArray());
    }

    [TestMethod]
    public void ReadDepth_ARowsOwnEncoding_ReplacesTheColumns()
    {
        var own = DepthLabelEncoding.Kitti with { MetersPerUnit = 1 / 128.0 };

        var meters = _reader.ReadDepth(FullPath("depth"), DepthLabelEncoding.Kitti)[1];

        Assert.AreEqual(1f, meters);
        Assert.AreEqual(2f, _reader.ReadDepth(FullPath("depth"), DepthLabelEncoding.Kitti, own.ToJson())[1]);
        Assert.AreEqual(1f, _reader.ReadDepth(FullPath("depth"), DepthLabelEncoding.Kitti)[1]);
    }

    [TestMethod]
    public void Read_FilesThatDoNotFit_NamesThem()
    {
        var one = new byte[3];
        File.WriteAllText(FullPath("frames"), "not an image");

        var frame = Assert.ThrowsExactly<InvalidDataException>(() => _reader.ReadFrame(FullPath("frames"), new(1, 1), one));
        var size = Assert.ThrowsExactly<InvalidDataException>(
            () => { _reader.ReadClasses(FullPath("motion"), ClassLabelEncoding.Motion, frameSize: new(4, 4)); });
        var bits = Assert.ThrowsExactly<InvalidDataException>(() => { _reader.ReadDepth(FullPath("motion"), DepthLabelEncoding.Kitti); });

        Assert.Contains(FullPath("frames"), frame.Message);
        Assert.Contains("expected 4x4, the size of its frame, but found 8x6", size.Message);
        Assert.Contains("expected 16-bit samples", bits.Message);
    }

    [TestMethod]
    public void Read_WrongArguments_AreNamed()
    {
        var three = new byte[3];

        Assert.AreEqual("pixels", Assert.ThrowsExactly<ArgumentException>(() => _reader.ReadFrame("a.png", new(2, 1), three)).ParamName);
        Assert.AreEqual("size", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _reader.ReadFrame("a.png", new(0, 1), three)).ParamName);
        Assert.AreEqual("BitDepth", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => { _reader.ReadClasses(FullPath("motion"), new ClassLabelEncoding(2) { BitDepth = 7 }); }).ParamName);
    }

    private string FullPath(string kind) => Path.Combine(_folder.Path, "a", kind, "000001.png");

    private T[] Load<T>(string column, int height, int width)
    {
        var rows = Rows();
        return _multiTask.Transforms.LoadFrames(height, width).Fit(rows).Transform(rows).GetColumn<T[]>(column).First();
    }

    private IDataView Rows() => _multiTask.Data.LoadFrameFolders(_folder.Path, new FrameFolderOptions { Streams = 1 });
}

using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class RowEncodingTests : IDisposable
{
    private readonly ReaderFixture _files = new();
    private readonly LabelEncoding _threeClasses = new ClassLabelEncoding(3);

    public void Dispose() => _files.Dispose();

    [TestMethod]
    public void Transform_RowsOfDifferentEncodings_AreEachDecodedByTheirOwn()
    {
        var disparities = DepthLabelEncoding.KittiDisparity with { FocalTimesBaseline = 100 };
        _files.Frame("frame.png", 1);
        _files.Grey16("depth.png", 256, 512, 0, 65535, 0, 0, 0, 0);

        var depth = Depth(_files.MLContext.Data.LoadFromEnumerable(
        [
            Row(""), Row(disparities.ToJson()), Row(DepthLabelEncoding.Synthia.ToJson()), Row(""), Row(disparities.ToJson()),
        ]));

        Assert.AreSequenceEqual([1f, 2f], depth[0][..2]);
        Assert.AreSequenceEqual([100f, 50f], depth[1][..2]);
        Assert.AreSequenceEqual([2.56f, 5.12f], depth[2][..2]);
        Assert.IsTrue(float.IsNaN(depth[2][3]) && !float.IsNaN(depth[1][3]), "65535 is missing in SYNTHIA alone");
        Assert.AreSequenceEqual(depth[0], depth[3]);
        Assert.AreSequenceEqual(depth[1], depth[4]);
    }

    [TestMethod]
    public void Transform_EncodingOfTheRow_MayNameChannelAndColors()
    {
        _files.Frame("frame.png", 1);
        _files.Colors("class.png", 0x000102, 0x000201, 0x000000, 0, 0, 0, 0, 0);
        var green = _threeClasses with { Channel = 1 };
        var colors = new ClassLabelEncoding(3) { ClassOfColor = new Dictionary<int, int> { [0x000201] = 2 }, OtherClass = 1 };

        var classes = Classes([Row((_threeClasses with { Channel = 0 }).ToJson(), "class.png"), Row(green.ToJson(), "class.png"), Row(colors.ToJson(), "class.png")]);

        Assert.AreSequenceEqual<byte>([0, 0, 0], classes[0][..3]);
        Assert.AreSequenceEqual<byte>([1, 2, 0], classes[1][..3]);
        Assert.AreSequenceEqual<byte>([1, 2, 1], classes[2][..3]);
    }

    [TestMethod]
    public void Transform_EncodingThatDoesNotFit_NamesTheLabel()
    {
        _files.Frame("frame.png", 1);
        _files.Grey8("class.png", new byte[8]);

        Assert.Contains("class.png': expected 3 classes, as the column's encoding says, but the row's encoding has 2",
            Message(ClassLabelEncoding.Motion.ToJson()));
        Assert.Contains("class.png': expected the row's encoding to be a ClassLabelEncoding, like the column's",
            Message(DepthLabelEncoding.Kitti.ToJson()));
        Assert.Contains("class.png': the row's encoding is invalid. A label encoding must be JSON", Message("{"));

        string Message(string json) => Assert.ThrowsExactly<InvalidDataException>(() => Classes([Row(json, "class.png")])).Message;
    }

    [TestMethod]
    public void Transform_EncodingInTheOptions_GoesBeforeTheRows()
    {
        _files.Frame("frame.png", 1);
        _files.Grey16("depth.png", new ushort[] { 256, 0, 0, 0, 0, 0, 0, 0 });
        var rows = _files.MLContext.Data.LoadFromEnumerable([Row(DepthLabelEncoding.Synthia.ToJson())]);

        var depth = Depth(rows, new Dictionary<string, LabelEncoding> { ["Depth"] = new DepthLabelEncoding { MetersPerUnit = 1 } });

        Assert.AreEqual(256f, depth[0][0]);
    }

    [TestMethod]
    public void Transform_ColorThatIsNoClass_IsNamed()
    {
        _files.Frame("frame.png", 1);
        _files.Colors("class.png", 0xD200C8, 0x5AC8FF, 0x123456, 0, 0, 0, 0, 0);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Classes([Row("", "class.png")], ClassLabelEncoding.VirtualKitti2));

        Assert.Contains("class.png': expected the colours #008B8B, ", e.Message);
        Assert.EndsWith("#FFFF00, and #000000 for unlabelled pixels, but found #123456.", e.Message);
    }

    [TestMethod]
    public void Transform_ColorsOfEveryFormat_AreRead()
    {
        var encoding = new ClassLabelEncoding(2) { ClassOfColor = new Dictionary<int, int> { [0x0A0B0C] = 0, [0x0C0C0C] = 1 } };
        _files.Frame("frame.png", 1);
        _files.Image("palette.png", PngImage.Palette8(4, 2, [0, 1, 0, 1, 0, 1, 0, 1], [10, 11, 12, 12, 12, 12]));
        _files.Image("alpha.png", PngImage.Rgba8(4, 2,
            [.. Enumerable.Range(0, 8).SelectMany(i => i % 2 == 0 ? new byte[] { 10, 11, 12, 0 } : [12, 12, 12, 255])]));
        _files.Grey8("grey.png", 12, 12, 12, 12, 12, 12, 12, 12);
        _files.Image("deep.png", PngImage.Rgb16(4, 2, new ushort[24]));

        var classes = Classes([Row("", "palette.png"), Row("", "alpha.png"), Row("", "grey.png")], encoding);

        Assert.AreSequenceEqual<byte>([0, 1, 0, 1, 0, 1, 0, 1], classes[0]);
        Assert.AreSequenceEqual(classes[0], classes[1]);
        Assert.AreSequenceEqual<byte>([1, 1, 1, 1, 1, 1, 1, 1], classes[2]);
        Assert.Contains("deep.png': expected colours of 8 bits, but found 16-bit RGB",
            Assert.ThrowsExactly<InvalidDataException>(() => Classes([Row("", "deep.png")], encoding)).Message);
    }

    [TestMethod]
    public void Transform_RowEncodings_AreNotReadForFramesAlone()
    {
        _files.Frame("frame.png", 1);
        var rows = _files.MLContext.Data.LoadFromEnumerable([Row("no encoding at all")]);

        Assert.HasCount(1, _files.Decode<byte>(rows, "Frame0"));
    }

    private DepthRow Row(string encoding) =>
        new() { Frame0Path = _files.FullPath("frame.png"), DepthPath = _files.FullPath("depth.png"), DepthEncoding = encoding };

    private ClassRow Row(string encoding, string label) =>
        new() { Frame0Path = _files.FullPath("frame.png"), SegmentationPath = _files.FullPath(label), SegmentationEncoding = encoding };

    private float[][] Depth(IDataView rows, Dictionary<string, LabelEncoding>? given = null)
    {
        if (given is null)
            return _files.Decode<float>(rows, "Depth");
        var loadFrames = new MultiTaskTransformsCatalog(_files.MLContext).LoadFrames(
            new LoadFramesOptions { Height = ReaderFixture.Height, Width = ReaderFixture.Width, LabelEncodings = given });
        return [.. loadFrames.Fit(rows).Transform(rows).GetColumn<float[]>("Depth")];
    }

    // Annotates the labels with an encoding, as readers do.
    private byte[][] Classes(ClassRow[] rows, LabelEncoding? encoding = null)
    {
        var definition = SchemaDefinition.Create(typeof(ClassRow));
        definition[nameof(ClassRow.SegmentationPath)].AddAnnotation(
            ColumnAnnotations.ClassEncoding, (encoding ?? _threeClasses).ToJson().AsMemory(), TextDataViewType.Instance);
        return _files.Decode<byte>(_files.MLContext.Data.LoadFromEnumerable(rows, definition), "Segmentation");
    }

    private sealed class DepthRow
    {
        public string Frame0Path { get; set; } = "";

        public string DepthPath { get; set; } = "";

        public string DepthEncoding { get; set; } = "";
    }

    private sealed class ClassRow
    {
        public string Frame0Path { get; set; } = "";

        public string SegmentationPath { get; set; } = "";

        public string SegmentationEncoding { get; set; } = "";
    }
}

using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Label files that do not fit their encoding.</summary>
[TestClass]
public sealed class LabelKindTests : IDisposable
{
    private const int White = 0xFFFFFF;

    private readonly ReaderFixture _files = new();
    private readonly List<string> _warnings = [];

    public LabelKindTests()
    {
        _files.MLContext.Log += (_, e) => { if (e.Kind == ChannelMessageKind.Warning) _warnings.Add(e.RawMessage); };
        foreach (var i in Enumerable.Range(1, 3))
            _files.Frame($"a/frames/{i}.png", i);
    }

    public void Dispose() => _files.Dispose();

    [TestMethod]
    [DataRow(0xFF0000, 0x0000FF, DisplayName = "red is 0 or 255")]
    [DataRow(0x042000, 0x120010, DisplayName = "red is a class by chance")]
    public void Decode_ColorsUnderAnEncodingOfSamples_IsAnError(int first, int second)
    {
        _files.Colors("a/segmentation/2.png", first, second, first, second, first, second, first, second);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => _files.Decode<byte>(Load(), "Segmentation"));

        Assert.Contains("2.png': expected one sample per pixel (a grey or palette image), but found 8-bit RGB with colours", e.Message);
        Assert.Contains("'ClassOfColor'", e.Message);
        Assert.Contains("'Channel'", e.Message);
    }

    [TestMethod]
    public void Decode_OneColoredPixel_IsFoundThoughItIsNotSampled()
    {
        _files.Colors("a/segmentation/2.png", 0x010101, 0x010101, 0x010101, 0x010101, 0x020202, 0x010102, 0, 0);

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Transform(1, 1).GetColumn<byte[]>("Segmentation").ToArray());

        Assert.Contains("the first in column 1 of row 1", e.Message);
    }

    [TestMethod]
    public void Decode_ColoredDepth_IsAnError()
    {
        _files.Image("a/depth/2.png", PngImage.Rgb16(4, 2, [.. Enumerable.Range(0, 24).Select(i => (ushort)i)]));

        Assert.Contains("16-bit RGB with colours", Assert.ThrowsExactly<InvalidDataException>(() => _files.Decode<float>(Load(), "Depth")).Message);
    }

    [TestMethod]
    public void Decode_GreyInColors_IsReadLikeGrey()
    {
        _files.Colors("a/segmentation/2.png", 0, 0x010101, 0x020202, White, 0, 0x121212, 0, 0);
        _files.Image("a/motion/2.png", PngImage.Palette8(4, 2, [0, 1, 0, 1, 0, 1, 0, 1], [0, 0, 0, 255, 0, 0]));

        Assert.AreSequenceEqual<byte>([0, 1, 2, 255, 0, 18, 0, 0], _files.Decode<byte>(Load(), "Segmentation")[0]);
        Assert.AreSequenceEqual<byte>([0, 1, 0, 1, 0, 1, 0, 1], _files.Decode<byte>(Load(), "Motion")[0]);
    }

    [TestMethod]
    public void Fit_MasksOf0And255_AreWarnedOfByName()
    {
        _files.Grey8("a/motion/2.png", 0, 0, 0, 255, 255, 0, 0, 0);
        _files.Colors("a/motion/3.png", 0, 0, 0, White, White, 0, 0, 0);
        _files.Grey8("a/segmentation/2.png", 0, 0, 0, 255, 255, 0, 0, 0);

        Transform(2, 4, new() { Segmentation = new ClassLabelEncoding(2) });

        Assert.HasCount(2, _warnings);
        Assert.Contains("Label 'Segmentation': of 1 label files", _warnings[0]);
        Assert.Contains("If 255 stands for 'class 1', set", _warnings[0]);
        Assert.Contains("Label 'Motion': of 2 label files that were looked at, spread over the data, every pixel is 'static' or 255, which", _warnings[1]);
        Assert.Contains("If 255 stands for 'moving', set the encoding ClassLabelEncoding.AnyMotion", _warnings[1]);
        Assert.AreSequenceEqual<byte>([0, 0, 0, 1, 1, 0, 0, 0],
            _files.Decode<byte>(Load(new() { Motion = ClassLabelEncoding.AnyMotion }), "Motion")[0], "as it says");
    }

    [TestMethod]
    public void Fit_MasksWithMovingPixelsOrNothingIgnored_AreNotWarnedOf()
    {
        _files.Grey8("a/motion/2.png", 0, 0, 0, 255, 255, 0, 0, 0);
        _files.Grey8("a/motion/3.png", 0, 0, 0, 255, 1, 0, 0, 0);
        Transform(2, 4);
        Transform(2, 4, new() { Motion = ClassLabelEncoding.AnyMotion });
        _files.Grey8("a/motion/2.png", new byte[8]);
        File.Delete(_files.FullPath("a/motion/3.png"));
        Transform(2, 4);
        _files.Text("a/motion/3.png", "broken");
        Transform(2, 4);

        Assert.IsEmpty(_warnings);
    }

    [TestMethod]
    public void Fit_SegmentationOf0And255_IsWarnedOfWhateverItsClasses()
    {
        _files.Grey8("a/segmentation/2.png", 0, 0, 0, 255, 255, 0, 0, 0);
        Transform(2, 4);
        Assert.Contains("every pixel is 'road' or 255, which the encoding ignores. If 255 stands for a class, set", _warnings.Single());

        _files.Grey8("a/segmentation/3.png", 0, 0, 0, 255, 7, 0, 0, 0);
        Transform(2, 4);
        Assert.HasCount(1, _warnings);
    }

    [TestMethod]
    public void Fit_ManyMasks_LooksAtSomeFromAllOver()
    {
        foreach (var i in Enumerable.Range(4, 60))
        {
            _files.Frame($"a/frames/{i}.png", i);
            _files.Grey8($"a/motion/{i}.png", 0, 0, 0, 255, i < 40 ? (byte)0 : (byte)1, 0, 0, 0);
        }

        Transform(2, 4);

        Assert.IsEmpty(_warnings);
    }

    private IDataView Load(FrameFolderOptions? options = null) => _files.Data.LoadFrameFolders(_files.Path, options);

    private IDataView Transform(int height, int width, FrameFolderOptions? options = null)
    {
        var rows = Load(options);
        return _files.MLContext.MultiTask().Transforms.LoadFrames(height, width).Fit(rows).Transform(rows);
    }
}

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Pictures at chosen places of a contact sheet.</summary>
[TestClass]
public sealed class ContactSheetTests : IDisposable
{
    private const int Width = 64;
    private const int Height = 32;

    private static readonly RgbColor s_grey = new(100, 110, 120);
    private static readonly RgbColor s_black = new(0, 0, 0);
    private static readonly ContactSheetOptions s_options = new() { TileWidth = Width };

    private readonly MultiTaskDataCatalog _data = new(new MLContext(seed: 1));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void WriteContactSheet_Labels_AreLaidOverTheirFrame()
    {
        WriteFrames(1);
        _folder.Write("a/segmentation/000000.png", Half(0, 10));
        _folder.Write("a/motion/000000.png", Half(0, 1));
        _folder.Write("a/depth/000000.png", PngImage.Grey16(Width, Height, Samples<ushort>(0, 2 * 256)));

        var (sheet, image) = Write();

        Assert.AreSequenceEqual(["Frame0", "Segmentation", "Depth", "Motion"], sheet.Columns);
        Assert.AreSequenceEqual(["a, frame 0"], sheet.Rows);
        Assert.AreEqual(s_grey, Pixel(image, 0, 0, left: true));
        Assert.AreEqual(s_grey, Pixel(image, 0, 0, left: false));
        Assert.AreEqual(s_grey.Blend(new(128, 64, 128), 0.65), Pixel(image, 1, 0, left: true));         // road
        Assert.AreEqual(s_grey.Blend(new(70, 130, 180), 0.65), Pixel(image, 1, 0, left: false));        // sky
        Assert.AreEqual(s_grey.Blend(s_black, 0.7), Pixel(image, 2, 0, left: true));                    // no depth, between stripes
        Assert.Contains(new RgbColor(170, 170, 180), Tile(image, 2, 0));                                // a stripe
        Assert.AreEqual(QuantityColors.Of(2, 2, 80), Pixel(image, 2, 0, left: false));
        Assert.AreEqual(s_grey.Blend(new(38, 50, 66), 0.35), Pixel(image, 3, 0, left: true));
        Assert.AreEqual(s_grey.Blend(new(255, 59, 48), 0.65), Pixel(image, 3, 0, left: false));         // moving
    }

    [TestMethod]
    public void WriteContactSheet_MissingAndBrokenFiles_DoNotEndIt()
    {
        WriteFrames(3);
        foreach (var number in (int[])[0, 1])
            _folder.Write($"a/motion/{number:D6}.png", Half(0, 1));
        File.WriteAllText(Path.Combine(_folder.Path, "a/motion/000001.png"), "broken");

        var (sheet, image) = Write();

        Assert.HasCount(3, sheet.Rows);
        Assert.AreEqual(s_grey.Blend(new(255, 59, 48), 0.65), Pixel(image, 1, 0, left: false));
        foreach (var row in (int[])[1, 2])
        {
            Assert.AreEqual(s_grey, Pixel(image, 0, row, left: true));
            Assert.AreEqual(s_black, Pixel(image, 1, row, left: false));
        }
        Assert.Contains(new RgbColor(255, 59, 48), Tile(image, 1, 1));                                  // says that it is broken
        Assert.DoesNotContain(new RgbColor(255, 59, 48), Tile(image, 1, 2));
        Assert.Contains(new RgbColor(220, 220, 220), Tile(image, 1, 2));                                // says that there is none
    }

    [TestMethod]
    public void WriteContactSheet_FewerRowsThanThereAre_SpreadsThem()
    {
        WriteFrames(10);

        var (sheet, image) = Write(s_options with { Rows = 2 });

        Assert.AreSequenceEqual(["a, frame 2", "a, frame 7"], sheet.Rows);
        Assert.AreEqual(22 + (2 * (22 + Height)) + 4, image.Height);
        Assert.AreEqual(4 + Width + 4, image.Width);
    }

    [TestMethod]
    public void WriteContactSheet_BrokenFirstFrame_TakesTheShapeOfTheNext()
    {
        WriteFrames(2);
        File.WriteAllText(Path.Combine(_folder.Path, "a/frames/000000.png"), "");

        var (_, image) = Write();

        Assert.AreEqual(s_black, Pixel(image, 0, 0, left: false));
        Assert.AreEqual(s_grey, Pixel(image, 0, 1, left: false));
        Assert.AreEqual(22 + (2 * (22 + Height)) + 4, image.Height);
    }

    [TestMethod]
    public void WriteContactSheet_Captions_AreWritten()
    {
        WriteFrames(1);

        var (_, image) = Write();

        // "F" of "Frame0": a stroke of 2 pixels down at the left, and one to the right at the top; nothing right below.
        var ink = new RgbColor(220, 220, 220);
        Assert.AreEqual(ink, image.Pixels[(4 * image.Width) + 4]);
        Assert.AreEqual(ink, image.Pixels[(17 * image.Width) + 5]);
        Assert.AreEqual(ink, image.Pixels[(5 * image.Width) + 13]);
        Assert.AreEqual(new RgbColor(24, 24, 28), image.Pixels[(17 * image.Width) + 13]);
    }

    /// <summary>Dark grey buildings must not look like pixels without a label.</summary>
    [TestMethod]
    public void WriteContactSheet_Unlabelled_IsHatchedAndInTheLegend()
    {
        WriteFrames(1);
        _folder.Write("a/segmentation/000000.png", Half(2, 255));

        var (_, image) = Write();

        var building = new RgbColor(70, 70, 70);
        Assert.HasCount(2, Tile(image, 1, 0)[..(Width / 2)].Append(s_black).Distinct(), "a building is one colour");
        RgbColor[] unlabelled = [.. Tile(image, 1, 0)[(Width / 2)..Width].Distinct()];
        Assert.AreSequenceEqual([new RgbColor(170, 170, 180), s_grey.Blend(s_black, 0.7)], unlabelled.OrderByDescending(color => color.Red));
        var legend = 22 + 22 + Height + 4;
        Assert.AreEqual(legend + (2 * 22), image.Height);
        Assert.AreEqual(building, image.Pixels[((legend + 5) * image.Width) + 4 + Width + 4 + 5]);
        Assert.Contains(new RgbColor(220, 220, 220), image.Pixels.Slice(((legend + 5) * image.Width) + 4 + Width + 4 + 18, Width - 18).ToArray());
    }

    /// <summary>Halves change places in every picture of a mirrored row, and what its label lacks is lacking there too.</summary>
    [TestMethod]
    public void WriteContactSheet_Augmentation_ShowsEveryEpochBelowItsRow()
    {
        WriteFrames(2);
        foreach (var number in (int[])[0, 1])
            _folder.Write($"a/motion/{number:D6}.png", Half(1, 255));
        var mirrored = new AugmentationOptions { FlipProbability = 1, MaximumScale = 1, Brightness = 0, Contrast = 0, Saturation = 0, Hue = 0 };

        var (sheet, image) = Write(s_options with { Augmentation = mirrored, Epochs = 2 });

        Assert.AreSequenceEqual(["Frame0", "Motion"], sheet.Columns);
        Assert.AreSequenceEqual(
            ["a, frame 0", "a, frame 0, epoch 0", "a, frame 0, epoch 1", "a, frame 1", "a, frame 1, epoch 0", "a, frame 1, epoch 1"], sheet.Rows);
        var moving = s_grey.Blend(new(255, 59, 48), 0.65);
        for (var line = 0; line < 6; line++)
        {
            Assert.AreEqual(s_grey, Pixel(image, 0, line, left: true));
            Assert.AreEqual(moving, Pixel(image, 1, line, left: line % 3 == 0));
            Assert.AreNotEqual(moving, Pixel(image, 1, line, left: line % 3 != 0));
        }
    }

    [TestMethod]
    public void WriteContactSheet_AugmentationOfTwoFrames_ShowsBoth()
    {
        WriteFrames(2);
        var path = Path.Combine(_folder.Path, "sheet.png");

        var sheet = _data.WriteContactSheet(path, _data.LoadFrameFolders(_folder.Path), s_options with { Augmentation = new() });

        Assert.AreSequenceEqual(["Frame0", "Frame1"], sheet.Columns);
        Assert.HasCount(4, sheet.Rows);
    }

    [TestMethod]
    public void WriteContactSheet_NoFolder_SaysSo()
    {
        WriteFrames(1);
        var path = Path.Combine(_folder.Path, "none", "sheet.png");

        Assert.ThrowsExactly<DirectoryNotFoundException>(() => _data.WriteContactSheet(path, Load(), s_options));
    }

    [TestMethod]
    public void WriteContactSheet_OptionOutOfRange_NamesIt()
    {
        WriteFrames(1);

        Assert.AreEqual("Rows", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Write(s_options with { Rows = 0 })).ParamName);
        Assert.AreEqual("Epochs", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Write(s_options with { Epochs = 0 })).ParamName);
        Assert.AreEqual("Hue", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Write(s_options with { Augmentation = new() { Hue = 1 } })).ParamName);
        Assert.Contains("FarMeters", Assert.ThrowsExactly<ArgumentException>(() => Write(s_options with { FarMeters = 1 })).Message);
    }

    private (ContactSheet Sheet, RgbImage Image) Write(ContactSheetOptions? options = null)
    {
        var path = Path.Combine(_folder.Path, "sheet.png");
        var sheet = _data.WriteContactSheet(path, Load(), options ?? s_options);
        var png = PngImage.Read(path);
        var image = new RgbImage(png.Height, png.Width);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = new(png.Bytes[3 * i], png.Bytes[(3 * i) + 1], png.Bytes[(3 * i) + 2]);
        return (sheet, image);
    }

    private IDataView Load() => _data.LoadFrameFolders(_folder.Path, new FrameFolderOptions { Streams = 1 });

    private void WriteFrames(int count)
    {
        byte[] pixels = [.. Enumerable.Repeat(new[] { s_grey.Red, s_grey.Green, s_grey.Blue }, Width * Height).SelectMany(rgb => rgb)];
        for (var number = 0; number < count; number++)
            _folder.Write($"a/frames/{number:D6}.png", PngImage.Rgb8(Width, Height, pixels));
    }

    private static PngImage Half(byte left, byte right) => PngImage.Grey8(Width, Height, Samples(left, right));

    private static T[] Samples<T>(T left, T right) =>
        [.. Enumerable.Range(0, Width * Height).Select(i => i % Width < Width / 2 ? left : right)];

    // A pixel at the bottom of the left or right half, below whatever is written.
    private static RgbColor Pixel(RgbImage image, int column, int row, bool left) =>
        image.Pixels[((Top(row) + Height - 2) * image.Width) + 4 + (column * (Width + 4)) + (left ? 5 : Width - 5)];

    private static RgbColor[] Tile(RgbImage image, int column, int row)
    {
        var colors = new List<RgbColor>();
        for (var y = 0; y < Height; y++)
            colors.AddRange(image.Pixels.Slice(((Top(row) + y) * image.Width) + 4 + (column * (Width + 4)), Width));
        return [.. colors];
    }

    private static int Top(int row) => 22 + (row * (22 + Height)) + 22;
}

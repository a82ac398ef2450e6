using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class ImageColumnsTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void LoadImages_ReadsFilesOfAFolder_AndTagsThemWithTheirPath()
    {
        using var folder = new TempFolder();
        var images = Load(folder, "a.png", "b.png", "");
        var seen = new List<string>();
        foreach (var image in images.GetColumn<MLImage>("Image"))
            seen.Add(image == null ? "none" : $"{image.Width}x{image.Height} {Path.GetFileName(image.Tag)}");

        Assert.AreSequenceEqual(new[] { "3x2 a.png", "3x2 b.png", "none" }, seen);
        Assert.AreEqual("Image", images.Schema["Image"].Type.ToString());
    }

    [TestMethod]
    public void LoadedImage_LivesUntilTheNextIsRead()
    {
        using var folder = new TempFolder();
        var kept = Load(folder, "a.png", "b.png").GetColumn<MLImage>("Image").ToList();

        foreach (var image in kept) Assert.ThrowsExactly<InvalidOperationException>(() => image.Width);
    }

    [TestMethod]
    public void LoadRawImageBytes_GivesTheFiles()
    {
        using var folder = new TempFolder();
        WritePng(folder, "a.png");
        var paths = _mlContext.Data.LoadFromEnumerable([new PathRow { Path = "a.png" }, new PathRow()]);
        var bytes = _mlContext.Transforms.LoadRawImageBytes("Bytes", folder.FullName, "Path").Fit(paths).Transform(paths)
            .GetColumn<byte[]>("Bytes").ToList();

        Assert.AreSequenceEqual(File.ReadAllBytes(folder.File("a.png")), bytes[0]);
        Assert.IsEmpty(bytes[1]);
    }

    [TestMethod]
    public void Cache_Shuffle_AndCheckpoint_DropImages_TakeAndSplit_KeepThem()
    {
        using var folder = new TempFolder();
        var images = Load(folder, "a.png", "b.png");

        Assert.AreEqual("Path,Image", images.Schema.Columns());
        Assert.AreEqual("Path", _mlContext.Data.Cache(images).Schema.Columns());
        Assert.AreEqual("Path", _mlContext.Data.ShuffleRows(images).Schema.Columns());
        Assert.AreEqual("Path,Image", _mlContext.Data.TakeRows(images, 1).Schema.Columns());
        Assert.AreEqual("Path,Image", _mlContext.Data.TrainTestSplit(images).TrainSet.Schema.Columns());
        Assert.ThrowsExactly<InvalidOperationException>(() => _mlContext.Data.Cache(images, "Image"));
        var paths = _mlContext.Data.TakeRows(images, 2);
        var chain = _mlContext.Transforms.LoadImages("Other", folder.FullName, "Path").AppendCacheCheckpoint(_mlContext)
            .Append(_mlContext.Transforms.ResizeImages("Small", 2, 2, "Other"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(paths));
    }

    [TestMethod]
    public void ExtractPixels_ByDefault_GivesPlanesOfRedGreenBlue()
    {
        using var folder = new TempFolder();
        var pixels = Extract(folder, _mlContext.Transforms.ExtractPixels("Pixels", "Image"));

        Assert.AreEqual("Vector<Single, 3, 2, 3>", pixels.Schema["Pixels"].Type.ToString());
        Assert.AreSequenceEqual(new[] { 0f, 10, 20, 30, 40, 50, 100, 101, 102, 103, 104, 105, 200, 199, 198, 197, 196, 195 },
            pixels.GetColumn<float[]>("Pixels").First());
    }

    [TestMethod]
    public void ExtractPixels_Interleaved_Scaled_AndAsBytes()
    {
        using var folder = new TempFolder();
        var scaled = Extract(folder, _mlContext.Transforms.ExtractPixels("Pixels", "Image", interleavePixelColors: true, offsetImage: 100,
            scaleImage: 0.5f));
        var bytes = Extract(folder, _mlContext.Transforms.ExtractPixels("Pixels", "Image", ImagePixelExtractingEstimator.ColorBits.All,
            ImagePixelExtractingEstimator.ColorsOrder.ABGR, outputAsFloatArray: false, offsetImage: 100, scaleImage: 0.5f));

        Assert.AreEqual("Vector<Single, 2, 3, 3>", scaled.Schema["Pixels"].Type.ToString());
        Assert.AreSequenceEqual(new[] { -50f, 0, 50, -45, 0.5f, 49.5f }, scaled.GetColumn<float[]>("Pixels").First().Take(6));
        Assert.AreEqual("Vector<Byte, 4, 2, 3>", bytes.Schema["Pixels"].Type.ToString());
        Assert.AreSequenceEqual(new byte[] { 255, 255, 255, 255, 255, 255, 200, 199, 198, 197, 196, 195, 100, 101, 102, 103, 104, 105, 0,
            10, 20, 30, 40, 50 },
            bytes.GetColumn<byte[]>("Pixels").First());
    }

    [TestMethod]
    [DataRow(ImagePixelExtractingEstimator.ColorsOrder.ARGB, "0 100 200")]
    [DataRow(ImagePixelExtractingEstimator.ColorsOrder.ARBG, "0 200 100")]
    [DataRow(ImagePixelExtractingEstimator.ColorsOrder.ABRG, "200 0 100")]
    [DataRow(ImagePixelExtractingEstimator.ColorsOrder.ABGR, "200 100 0")]
    [DataRow(ImagePixelExtractingEstimator.ColorsOrder.AGRB, "100 0 200")]
    [DataRow(ImagePixelExtractingEstimator.ColorsOrder.AGBR, "100 200 0")]
    public void ExtractPixels_InEachOrder(ImagePixelExtractingEstimator.ColorsOrder order, string firstPixel)
    {
        using var folder = new TempFolder();
        var pixels = Extract(folder, _mlContext.Transforms.ExtractPixels("Pixels", "Image", orderOfExtraction: order,
            interleavePixelColors: true));

        Assert.AreEqual(firstPixel, string.Join(" ", pixels.GetColumn<float[]>("Pixels").First().Take(3)));
    }

    [TestMethod]
    public void ExtractPixels_OfNoImage_IsAllZero()
    {
        using var folder = new TempFolder();
        var images = Load(folder, "", "a.png");
        var resized = _mlContext.Transforms.ResizeImages("Image", 3, 2).Append(_mlContext.Transforms.ExtractPixels("Pixels", "Image"))
            .Fit(images).Transform(images);

        Assert.AreSequenceEqual(new float[18], resized.GetColumn<float[]>("Pixels").First());
    }

    [TestMethod]
    public void ExtractPixels_OfUnknownSize_Throws()
    {
        using var folder = new TempFolder();
        var images = Load(folder, "a.png");
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _mlContext.Transforms.ExtractPixels("Pixels", "Image").Fit(images).Transform(images));
        Assert.Contains("known-size image", e.Message);
    }

    [TestMethod]
    public void Pipeline_SavesAndLoads()
    {
        using var folder = new TempFolder();
        WritePng(folder, "a.png");
        var paths = _mlContext.Data.LoadFromEnumerable([new PathRow { Path = "a.png" }]);
        var model = _mlContext.Transforms.LoadImages("Image", folder.FullName, "Path")
            .Append(_mlContext.Transforms.ResizeImages("Small", 6, 4, "Image", ImageResizingEstimator.ResizingKind.Fill))
            .Append(_mlContext.Transforms.ExtractPixels("Pixels", "Small", scaleImage: 2)).Fit(paths);
        _mlContext.Model.Save(model, paths.Schema, folder.File("model.zip"));
        var loaded = new MLContext().Model.Load(folder.File("model.zip"), out _);

        Assert.AreEqual("Vector<Single, 3, 4, 6>", loaded.GetOutputSchema(paths.Schema)["Pixels"].Type.ToString());
        Assert.AreSequenceEqual(model.Transform(paths).GetColumn<float[]>("Pixels").Single(),
            loaded.Transform(paths).GetColumn<float[]>("Pixels").Single());
    }

    [TestMethod]
    public void SchemaOfImagesOnly_CannotBeSaved()
    {
        using var folder = new TempFolder();
        var images = Load(folder, "a.png");
        var only = _mlContext.Transforms.SelectColumns("Image").Fit(images).Transform(images);
        var model = _mlContext.Transforms.ResizeImages("Small", 2, 2, "Image").Fit(only);

        Assert.Contains("No valid columns", Assert.ThrowsExactly<InvalidOperationException>(() =>
            _mlContext.Model.Save(model, only.Schema, new MemoryStream())).Message);
        _mlContext.Model.Save(model, images.Schema, folder.File("model.zip"));
        _mlContext.Model.Load(folder.File("model.zip"), out var schema);
        Assert.AreEqual("Path", schema.Columns());
    }

    [TestMethod]
    public void ImageTypeWithSizes_MakesAColumn_WithoutSizesThrows()
    {
        using var image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, new byte[8]);
        var data = _mlContext.Data.LoadFromEnumerable([new SizedRow { Image = image }]);

        Assert.AreEqual("Image<1, 2>", data.Schema["Image"].Type.ToString());
        Assert.AreSame(image, data.GetColumn<MLImage>("Image").Single());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Data.LoadFromEnumerable<UnsizedRow>([]));
    }

    [TestMethod]
    public void WrongColumns_Throw()
    {
        var paths = _mlContext.Data.LoadFromEnumerable([new PathRow()]);

        Assert.Contains("expected image", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _mlContext.Transforms.ResizeImages("A", 2, 2, "Path").Fit(paths)).Message);
        Assert.Contains("'Absent'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _mlContext.Transforms.LoadImages("A", null, "Absent").Fit(paths)).Message);
        Assert.ThrowsExactly<ArgumentException>(() => _mlContext.Transforms.LoadImages("A", "/no/such/folder", "Path"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Transforms.ResizeImages("A", 0, 2, "Path"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Transforms.ExtractPixels("A", "Path", scaleImage: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Transforms.ExtractPixels("A", "Path", colorsToExtract: 0));
    }

    private IDataView Load(TempFolder folder, params string[] names)
    {
        foreach (var name in names.Where(n => n.Length > 0)) WritePng(folder, name);
        var paths = _mlContext.Data.LoadFromEnumerable(names.Select(n => new PathRow { Path = n }).ToList());
        return _mlContext.Transforms.LoadImages("Image", folder.FullName, "Path").Fit(paths).Transform(paths);
    }

    private IDataView Extract(TempFolder folder, IEstimator<ITransformer> extractor)
    {
        var images = Load(folder, "a.png");
        return _mlContext.Transforms.ResizeImages("Image", 3, 2).Append(extractor).Fit(images).Transform(images);
    }

    // 3x2: red 0..50 by tens, green 100..105, blue 200..195.
    private static void WritePng(TempFolder folder, string name) => File.WriteAllBytes(folder.File(name), PngWriter.Encode(
        PngImage.Rgb8(3, 2, Enumerable.Range(0, 6).SelectMany(i => new[] { (byte)(10 * i), (byte)(100 + i), (byte)(200 - i) }).ToArray())));

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }

    private sealed class SizedRow
    {
        [ImageType(1, 2)]
        public MLImage? Image { get; set; }
    }

    private sealed class UnsizedRow
    {
        [ImageType]
        public MLImage? Image { get; set; }
    }
}

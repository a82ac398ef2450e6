using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What LoadFrames decodes, and its columns.</summary>
[TestClass]
public sealed class LoadFramesTests : IDisposable
{
    private const int Width = FrameFolders.Width;
    private const int Height = FrameFolders.Height;

    private readonly LoadFramesFixture _frames = new();

    public void Dispose() => _frames.Dispose();

    [TestMethod]
    public void Transform_SameSize_GivesEveryPixel()
    {
        var output = _frames.Load(_frames.WriteRows(3));

        var frame0 = output.GetColumn<byte[]>("Frame0").ToArray();
        var frame1 = output.GetColumn<byte[]>("Frame1").ToArray();
        Assert.HasCount(2, frame0);
        Assert.AreSequenceEqual(FrameFolders.Planes(1), frame0[0]);
        Assert.AreSequenceEqual(FrameFolders.Planes(0), frame1[0]);
        Assert.AreSequenceEqual(FrameFolders.Planes(2), frame0[1]);
        Assert.AreSequenceEqual(FrameFolders.Pixels(i => (byte)(i % 19)), output.GetColumn<byte[]>("Segmentation").First());
        Assert.AreSequenceEqual(FrameFolders.Pixels(i => i == 0 ? (byte)255 : (byte)(i % 2)), output.GetColumn<byte[]>("Motion").First());
        var depth = output.GetColumn<float[]>("Depth").First();
        Assert.IsTrue(float.IsNaN(depth[0]));
        Assert.AreSequenceEqual(Enumerable.Range(1, (Width * Height) - 1).Select(i => (float)i), depth.Skip(1));
    }

    [TestMethod]
    public void Transform_HalfSize_AveragesFramesAndPicksLabels()
    {
        var output = _frames.Load(_frames.WriteRows(2), Height / 2, Width / 2);

        var planes = output.GetColumn<byte[]>("Frame0").Single();
        Assert.AreSequenceEqual<byte>([1, 3, 5, 7], planes[12..16]);    // means 0.5, 2.5, 4.5, 6.5 of the columns, rounded up
        Assert.AreSequenceEqual<byte>([1, 1, 1, 1, 3], planes[24..29]);
        Assert.AreSequenceEqual<byte>([9, 11, 13, 15], output.GetColumn<byte[]>("Segmentation").Single()[..4]);
        Assert.AreSequenceEqual([9f, 11f, 13f, 15f], output.GetColumn<float[]>("Depth").Single()[..4]);
    }

    [TestMethod]
    public void Transform_MissingLabels_AreIgnoredPixels()
    {
        FrameFolders.Write(_frames.Folder, "a", 0, 1, 2);
        FrameFolders.WriteLabels(_frames.Folder, "a", 1);

        var output = _frames.Load(_frames.Rows());

        Assert.IsTrue(output.GetColumn<byte[]>("Segmentation").Last().All(label => label == 255));
        Assert.IsTrue(output.GetColumn<byte[]>("Motion").Last().All(label => label == 255));
        Assert.IsTrue(output.GetColumn<float[]>("Depth").Last().All(float.IsNaN));
    }

    [TestMethod]
    public void Transform_ColumnNotAskedFor_IsNotDecoded()
    {
        var rows = _frames.WriteRows(2);
        foreach (var kind in new[] { "segmentation", "depth", "motion" })
            File.WriteAllText(Path.Combine(_frames.Folder.Path, "a", kind, "000001.png"), "damaged");
        File.WriteAllText(Path.Combine(_frames.Folder.Path, "a", "frames", "000000.png"), "damaged");

        var output = _frames.Load(rows);

        Assert.AreSequenceEqual(FrameFolders.Planes(1), output.GetColumn<byte[]>("Frame0").Single());
        Assert.AreSequenceEqual([1], output.GetColumn<int>("FrameIndex"));
        Assert.ThrowsExactly<InvalidDataException>(() => output.GetColumn<byte[]>("Segmentation").Single());
    }

    [TestMethod]
    public void Transform_DataWithoutLabelColumns_DecodesFrames()
    {
        var transformer = _frames.LoadFrames(Height, Width).Fit(_frames.WriteRows(2));
        var unlabelled = _frames.MLContext.Data.LoadFromEnumerable([new { Frame0Path = _frames.Frame(1), Frame1Path = _frames.Frame(0) }]);

        var output = transformer.Transform(unlabelled);

        Assert.AreSequenceEqual(FrameFolders.Planes(1), output.GetColumn<byte[]>("Frame0").Single());
        Assert.IsNull(output.Schema.GetColumnOrNull("Depth"));
    }

    [TestMethod]
    public void Transform_SynthiaLabels_AreReadFromTheFirstOf16BitChannels()
    {
        var ids = FrameFolders.Pixels(i => (ushort)(i % 16));
        var sequence = "S/{0}/Stereo_Left/Omni_F/000000.png";
        _frames.Folder.Write(string.Format(null, sequence, "RGB"), FrameFolders.Frame(0));
        _frames.Folder.Write(string.Format(null, sequence, "GT/LABELS"),
            PngImage.Rgb16(Width, Height, [.. ids.SelectMany((id, i) => new ushort[] { id, (ushort)(i * 7), 0 })]));
        var centimeters = FrameFolders.Pixels(i => (ushort)(i == 5 ? 65535 : i * 100));
        _frames.Folder.Write(string.Format(null, sequence, "Depth"),
            PngImage.Rgb16(Width, Height, [.. centimeters.SelectMany(value => new[] { value, value, value })]));
        var rows = new MultiTaskDataCatalog(_frames.MLContext).LoadSynthia(_frames.Folder.Path, new SynthiaOptions { Streams = 1 });

        var output = _frames.Load(rows);

        var expected = new byte[] { 255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 12 };
        Assert.AreSequenceEqual(ids.Select(id => expected[id]), output.GetColumn<byte[]>("Segmentation").Single());
        var depth = output.GetColumn<float[]>("Depth").Single();
        Assert.IsTrue(float.IsNaN(depth[0]) && float.IsNaN(depth[5]));
        Assert.AreEqual(7f, depth[7], 1e-5f);
        Assert.IsNull(output.Schema.GetColumnOrNull("Motion"));
    }

    [TestMethod]
    public void Transform_OwnLabelWithEncoding_IsDecoded()
    {
        _frames.WriteRows(2);
        var rows = _frames.MLContext.Data.LoadFromEnumerable([new { Frame0Path = _frames.Frame(1), LanePath = _frames.Frame(1) }]);
        var options = new LoadFramesOptions
        {
            Height = Height,
            Width = Width,
            LabelEncodings = new Dictionary<string, LabelEncoding> { ["Lane"] = new ClassLabelEncoding(8) { Channel = 1 } },
        };
        var estimator = _frames.LoadFrames(options);

        var output = estimator.Fit(rows).Transform(rows);

        Assert.AreSequenceEqual(FrameFolders.Pixels(i => (byte)(i % Width)), output.GetColumn<byte[]>("Lane").Single());
        Assert.Contains("Lane", estimator.GetOutputSchema(_frames.ShapeOf(rows.Schema)).Select(column => column.Name));
        Assert.IsNull(_frames.LoadFrames(4, 4).Fit(rows).GetOutputSchema(rows.Schema).GetColumnOrNull("Lane"));
    }

    [TestMethod]
    public void Transform_PathsWithoutAnnotations_UseTheFittedEncoding()
    {
        _frames.WriteRows(2);
        var depth = Path.Combine(_frames.Folder.Path, "a", "depth", "000001.png");
        var unannotated = _frames.MLContext.Data.LoadFromEnumerable([new { Frame0Path = _frames.Frame(1), DepthPath = depth }]);
        var synthiaRows = new MultiTaskDataCatalog(_frames.MLContext)
            .LoadFrameFolders(_frames.Folder.Path, new() { Depth = DepthLabelEncoding.Synthia });

        var fitted = _frames.LoadFrames(Height, Width).Fit(synthiaRows).Transform(unannotated);
        var byDefault = _frames.LoadFrames(Height, Width).Fit(unannotated).Transform(unannotated);

        Assert.AreEqual(2.56f, fitted.GetColumn<float[]>("Depth").Single()[1], 1e-5f);
        Assert.AreEqual(1f, byDefault.GetColumn<float[]>("Depth").Single()[1], 1e-5f);
    }

    [TestMethod]
    public void Schema_Columns_HaveTypesAndClassNames()
    {
        var schema = _frames.Load(_frames.WriteRows(2), 4, 5).Schema;

        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 3, 4, 5), schema["Frame1"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 4, 5), schema["Segmentation"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 4, 5), schema["Depth"].Type);
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Motion"].Annotations.GetValue("ClassNames", ref names);
        Assert.AreSequenceEqual(["static", "moving"], names.DenseValues().Select(name => name.ToString()));
    }

    [TestMethod]
    public void GetOutputSchema_Shape_IsThatOfTheData()
    {
        var rows = _frames.WriteRows(2);
        var estimator = _frames.LoadFrames(4, 5);

        var shape = estimator.GetOutputSchema(_frames.ShapeOf(rows.Schema));

        var schema = estimator.Fit(rows).GetOutputSchema(rows.Schema);
        Assert.AreSequenceEqual(schema.Select(column => column.Name), shape.Select(column => column.Name));
        foreach (var (expected, actual) in schema.Zip(shape))
        {
            Assert.AreEqual((expected.Type as VectorDataViewType)?.ItemType ?? expected.Type, actual.ItemType, actual.Name);
            Assert.AreEqual(expected.Type is VectorDataViewType, actual.Kind == SchemaShape.Column.VectorKind.Vector, actual.Name);
        }
    }
}

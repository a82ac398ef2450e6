using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class LoadFramesTests : IDisposable
{
    private const int Width = FrameFolders.Width;
    private const int Height = FrameFolders.Height;

    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Transform_SameSize_GivesEveryPixel()
    {
        var output = Load(WriteRows(3));

        var frame0 = output.GetColumn<byte[]>("Frame0").ToArray();
        var frame1 = output.GetColumn<byte[]>("Frame1").ToArray();
        Assert.HasCount(2, frame0);
        Assert.AreSequenceEqual(Planes(1), frame0[0]);
        Assert.AreSequenceEqual(Planes(0), frame1[0]);
        Assert.AreSequenceEqual(Planes(2), frame0[1]);
        Assert.AreSequenceEqual(FrameFolders.Pixels(i => (byte)(i % 19)), output.GetColumn<byte[]>("Segmentation").First());
        Assert.AreSequenceEqual(FrameFolders.Pixels(i => i == 0 ? (byte)255 : (byte)(i % 2)), output.GetColumn<byte[]>("Motion").First());
        var depth = output.GetColumn<float[]>("Depth").First();
        Assert.IsTrue(float.IsNaN(depth[0]));
        Assert.AreSequenceEqual(Enumerable.Range(1, (Width * Height) - 1).Select(i => (float)i), depth.Skip(1));
    }

    [TestMethod]
    public void Transform_HalfSize_AveragesFramesAndPicksLabels()
    {
        var output = Load(WriteRows(2), Height / 2, Width / 2);

        var planes = output.GetColumn<byte[]>("Frame0").Single();
        Assert.AreSequenceEqual<byte>([1, 3, 5, 7], planes[12..16]);    // means 0.5, 2.5, 4.5, 6.5 of the columns, rounded up
        Assert.AreSequenceEqual<byte>([1, 1, 1, 1, 3], planes[24..29]);
        Assert.AreSequenceEqual<byte>([9, 11, 13, 15], output.GetColumn<byte[]>("Segmentation").Single()[..4]);
        Assert.AreSequenceEqual([9f, 11f, 13f, 15f], output.GetColumn<float[]>("Depth").Single()[..4]);
    }

    [TestMethod]
    public void Transform_CacheFolder_DecodesAFileOnce()
    {
        var rows = WriteRows(3);
        var cache = Path.Combine(_folder.Path, "decoded");
        var plain = Load(rows);
        foreach (var pass in new[] { "first", "second" })
        {
            var kept = LoadKept(rows, cache);
            foreach (var column in new[] { "Frame0", "Frame1", "Segmentation", "Motion" })
                foreach (var (expected, actual) in plain.GetColumn<byte[]>(column).Zip(kept.GetColumn<byte[]>(column)))
                    Assert.AreSequenceEqual(expected, actual, $"{column}, {pass} pass");
            foreach (var (expected, actual) in plain.GetColumn<float[]>("Depth").Zip(kept.GetColumn<float[]>("Depth")))
                Assert.AreSequenceEqual(expected, actual, $"Depth, {pass} pass");
            Assert.HasCount(3 + (3 * 2), Directory.GetFiles(cache, "*", SearchOption.AllDirectories));
        }
    }

    [TestMethod]
    public void Transform_CacheFolder_IsLeftAloneByFilesThatChange()
    {
        var rows = WriteRows(2);
        var cache = Path.Combine(_folder.Path, "decoded");
        var before = LoadKept(rows, cache).GetColumn<byte[]>("Frame0").Single();
        var path = rows.GetColumn<string>("Frame0Path").Single();

        var time = File.GetLastWriteTimeUtc(path);
        var broken = File.ReadAllBytes(path);
        broken.AsSpan(20).Clear();
        File.WriteAllBytes(path, broken);
        File.SetLastWriteTimeUtc(path, time);                       // as far as can be told, the same file
        Assert.AreSequenceEqual(before, LoadKept(rows, cache).GetColumn<byte[]>("Frame0").Single());

        File.SetLastWriteTimeUtc(path, time.AddSeconds(1));
        var e = Assert.ThrowsExactly<InvalidDataException>(() => LoadKept(rows, cache).GetColumn<byte[]>("Frame0").Single());
        Assert.Contains(path, e.Message);
    }

    [TestMethod]
    public void Transform_CacheFolder_StillComparesSizes()
    {
        var rows = WriteRows(2);
        var cache = Path.Combine(_folder.Path, "decoded");
        _ = LoadKept(rows, cache).GetColumn<byte[]>("Motion").Single();
        var path = rows.GetColumn<string>("Frame0Path").Single();
        File.WriteAllBytes(path, PngWriter.Encode(PngImage.Rgb8(2, 2, new byte[12])));
        var e = Assert.ThrowsExactly<InvalidDataException>(() => LoadKept(rows, cache).GetColumn<byte[]>("Motion").Single());
        Assert.Contains("2x2", e.Message);
    }

    [TestMethod]
    public void Schema_Columns_HaveTypesAndClassNames()
    {
        var schema = Load(WriteRows(2), 4, 5).Schema;

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
        var rows = WriteRows(2);
        var estimator = LoadFrames(4, 5);

        var shape = estimator.GetOutputSchema(ShapeOf(rows.Schema));

        var schema = estimator.Fit(rows).GetOutputSchema(rows.Schema);
        Assert.AreSequenceEqual(schema.Select(column => column.Name), shape.Select(column => column.Name));
        foreach (var (expected, actual) in schema.Zip(shape))
        {
            Assert.AreEqual((expected.Type as VectorDataViewType)?.ItemType ?? expected.Type, actual.ItemType, actual.Name);
            Assert.AreEqual(expected.Type is VectorDataViewType, actual.Kind == SchemaShape.Column.VectorKind.Vector, actual.Name);
        }
    }

    [TestMethod]
    public void Transform_ColumnNotAskedFor_IsNotDecoded()
    {
        var rows = WriteRows(2);
        foreach (var kind in new[] { "segmentation", "depth", "motion" })
            File.WriteAllText(Path.Combine(_folder.Path, "a", kind, "000001.png"), "damaged");
        File.WriteAllText(Path.Combine(_folder.Path, "a", "frames", "000000.png"), "damaged");

        var output = Load(rows);

        Assert.AreSequenceEqual(Planes(1), output.GetColumn<byte[]>("Frame0").Single());
        Assert.AreSequenceEqual([1], output.GetColumn<int>("FrameIndex"));
        Assert.ThrowsExactly<InvalidDataException>(() => output.GetColumn<byte[]>("Segmentation").Single());
    }

    [TestMethod]
    public void Transform_MissingLabels_AreIgnoredPixels()
    {
        FrameFolders.Write(_folder, "a", 0, 1, 2);
        FrameFolders.WriteLabels(_folder, "a", 1);

        var output = Load(Rows());

        Assert.IsTrue(output.GetColumn<byte[]>("Segmentation").Last().All(label => label == 255));
        Assert.IsTrue(output.GetColumn<byte[]>("Motion").Last().All(label => label == 255));
        Assert.IsTrue(output.GetColumn<float[]>("Depth").Last().All(float.IsNaN));
    }

    [TestMethod]
    public void Transform_DataWithoutLabelColumns_DecodesFrames()
    {
        var transformer = LoadFrames(Height, Width).Fit(WriteRows(2));
        var unlabelled = _mlContext.Data.LoadFromEnumerable([new Pair(Frame(1), Frame(0))]);

        var output = transformer.Transform(unlabelled);

        Assert.AreSequenceEqual(Planes(1), output.GetColumn<byte[]>("Frame0").Single());
        Assert.IsNull(output.Schema.GetColumnOrNull("Depth"));
    }

    [TestMethod]
    public void PredictionEngine_Paths_DecodesThem()
    {
        WriteRows(2);
        var transformer = LoadFrames(Height, Width).Fit(Rows());
        var definition = SchemaDefinition.Create(typeof(Decoded));
        definition["Frame0"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, Height, Width);

        using var engine = _mlContext.Model.CreatePredictionEngine<Pair, Decoded>(transformer, outputSchemaDefinition: definition);

        Assert.AreSequenceEqual(Planes(1), engine.Predict(new Pair(Frame(1), Frame(0))).Frame0);
        Assert.AreSequenceEqual(Planes(0), engine.Predict(new Pair(Frame(0), Frame(1))).Frame0);
    }

    [TestMethod]
    public void Transform_CachedThenShuffled_KeepsRowsTogether()
    {
        var output = _mlContext.Data.Cache(Load(WriteRows(12)));
        Assert.HasCount(11, output.GetColumn<byte[]>("Frame0"));
        _ = output.GetColumn<int>("FrameIndex").Count();
        Directory.Delete(Path.Combine(_folder.Path, "a", "frames"), recursive: true);

        var shuffled = _mlContext.Data.ShuffleRows(output, seed: 2);

        var numbers = shuffled.GetColumn<int>("FrameIndex").ToArray();
        Assert.AreNotSequenceEqual(Enumerable.Range(1, 11), numbers);
        Assert.AreSequenceEqual(numbers.Select(number => (byte)number), shuffled.GetColumn<byte[]>("Frame0").Select(planes => planes[0]));
    }

    [TestMethod]
    public void Transform_TrainTestSplit_DecodesBothParts()
    {
        var split = _mlContext.Data.TrainTestSplit(WriteRows(25), testFraction: 0.3);

        var decoded = Load(split.TrainSet).GetColumn<byte[]>("Frame0").Concat(Load(split.TestSet).GetColumn<byte[]>("Frame0"));

        Assert.AreSequenceEqual(Enumerable.Range(1, 24), decoded.Select(planes => (int)planes[0]).Order());
    }

    [TestMethod]
    public void Transform_CursorSet_DecodesInParallel()
    {
        var output = Load(WriteRows(17));

        var decoded = new System.Collections.Concurrent.ConcurrentDictionary<long, byte>();
        Parallel.ForEach(output.GetRowCursorSet([output.Schema["Frame0"]], 4), cursor =>
        {
            var getter = cursor.GetGetter<VBuffer<byte>>(output.Schema["Frame0"]);
            VBuffer<byte> planes = default;
            while (cursor.MoveNext())
            {
                getter(ref planes);
                decoded[cursor.Batch] = planes.GetValues()[0];
            }
            cursor.Dispose();
        });

        Assert.AreSequenceEqual(Enumerable.Range(1, 16), decoded.OrderBy(pair => pair.Key).Select(pair => (int)pair.Value));
    }

    [TestMethod]
    public void Transform_ClassOutsideTheEncoding_NamesFileValueAndAllowed()
    {
        var rows = WriteRows(2);
        _folder.Write("a/segmentation/000001.png", PngImage.Grey8(Width, Height, FrameFolders.Pixels(_ => (byte)19)));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(rows).GetColumn<byte[]>("Segmentation").Single());

        Assert.Contains("000001.png': expected samples of 0 to 18, and 255 for pixels without a label, but found 19", e.Message);
    }

    [TestMethod]
    public void Transform_LabelOfAnotherSize_NamesBothSizes()
    {
        var rows = WriteRows(2);
        _folder.Write("a/depth/000001.png", PngImage.Grey16(4, 3, new ushort[12]));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(rows).GetColumn<float[]>("Depth").Single());

        Assert.Contains("000001.png': expected 8x6, the size of its frame, but found 4x3", e.Message);
    }

    [TestMethod]
    public void Transform_DepthOf8Bits_SaysWhatIsNeeded()
    {
        var rows = WriteRows(2);
        _folder.Write("a/depth/000001.png", FrameFolders.Frame(1));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(rows).GetColumn<float[]>("Depth").Single());

        Assert.Contains("expected 16-bit samples, but found 8-bit RGB", e.Message);
    }

    [TestMethod]
    public void Transform_PredecessorOfAnotherSize_NamesBoth()
    {
        var rows = WriteRows(2);
        _folder.Write("a/frames/000000.png", PngImage.Grey8(4, 3, new byte[12]));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => Load(rows).GetColumn<byte[]>("Frame1").Single());

        Assert.Contains("000000.png': expected 8x6", e.Message);
        Assert.Contains("but found 4x3", e.Message);
    }

    [TestMethod]
    public void Transform_FileGone_NamesIt()
    {
        var rows = WriteRows(2);
        File.Delete(Frame(1));

        var e = Assert.ThrowsExactly<FileNotFoundException>(() => Load(rows).GetColumn<byte[]>("Frame0").Single());

        Assert.Contains("000001.png", e.Message);
    }

    [TestMethod]
    public void Transform_SynthiaLabels_AreReadFromTheFirstOf16BitChannels()
    {
        var ids = FrameFolders.Pixels(i => (ushort)(i % 16));
        var sequence = "S/{0}/Stereo_Left/Omni_F/000000.png";
        _folder.Write(string.Format(null, sequence, "RGB"), FrameFolders.Frame(0));
        _folder.Write(string.Format(null, sequence, "GT/LABELS"),
            PngImage.Rgb16(Width, Height, [.. ids.SelectMany((id, i) => new ushort[] { id, (ushort)(i * 7), 0 })]));
        var centimeters = FrameFolders.Pixels(i => (ushort)(i == 5 ? 65535 : i * 100));
        _folder.Write(string.Format(null, sequence, "Depth"),
            PngImage.Rgb16(Width, Height, [.. centimeters.SelectMany(value => new[] { value, value, value })]));
        var rows = new MultiTaskDataCatalog(_mlContext).LoadSynthia(_folder.Path, new SynthiaOptions { Streams = 1 });

        var output = Load(rows);

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
        WriteRows(2);
        var rows = _mlContext.Data.LoadFromEnumerable([new WithOwnLabel { Frame0Path = Frame(1), LanePath = Frame(1) }]);
        var options = new LoadFramesOptions
        {
            Height = Height,
            Width = Width,
            LabelEncodings = new Dictionary<string, LabelEncoding> { ["Lane"] = new ClassLabelEncoding(8) { Channel = 1 } },
        };
        var estimator = new MultiTaskTransformsCatalog(_mlContext).LoadFrames(options);

        var output = estimator.Fit(rows).Transform(rows);

        Assert.AreSequenceEqual(FrameFolders.Pixels(i => (byte)(i % Width)), output.GetColumn<byte[]>("Lane").Single());
        Assert.Contains("Lane", estimator.GetOutputSchema(ShapeOf(rows.Schema)).Select(column => column.Name));
        Assert.IsNull(LoadFrames(4, 4).Fit(rows).GetOutputSchema(rows.Schema).GetColumnOrNull("Lane"));
    }

    [TestMethod]
    public void Transform_PathsWithoutAnnotations_UseTheFittedEncoding()
    {
        WriteRows(2);
        var depth = Path.Combine(_folder.Path, "a", "depth", "000001.png");
        var unannotated = _mlContext.Data.LoadFromEnumerable([new WithDepth { Frame0Path = Frame(1), DepthPath = depth }]);
        var synthiaRows = new MultiTaskDataCatalog(_mlContext).LoadFrameFolders(_folder.Path, new() { Depth = DepthLabelEncoding.Synthia });

        var fitted = LoadFrames(Height, Width).Fit(synthiaRows).Transform(unannotated);
        var byDefault = LoadFrames(Height, Width).Fit(unannotated).Transform(unannotated);

        Assert.AreEqual(2.56f, fitted.GetColumn<float[]>("Depth").Single()[1], 1e-5f);
        Assert.AreEqual(1f, byDefault.GetColumn<float[]>("Depth").Single()[1], 1e-5f);
    }

    [TestMethod]
    public void Save_Load_DecodesTheSame()
    {
        var rows = WriteRows(3);
        var transformer = LoadFrames(4, 5).Fit(rows);
        var path = Path.Combine(_folder.Path, "model.zip");

        _mlContext.Model.Save(transformer, rows.Schema, path);
        var fresh = new MLContext();
        LoadFramesTransformer.RegisterWith(fresh);
        var loaded = fresh.Model.Load(path, out var schema);

        Assert.IsNotNull(schema.GetColumnOrNull("DepthPath"));
        var (before, after) = (transformer.Transform(rows), loaded.Transform(rows));
        foreach (var (expected, actual) in before.GetColumn<byte[]>("Frame1").Zip(after.GetColumn<byte[]>("Frame1")))
            Assert.AreSequenceEqual(expected, actual);
        Assert.AreEqual(before.Schema.Count, after.Schema.Count);
    }

    [TestMethod]
    public void Fit_MissingOrWrongColumn_NamesIt()
    {
        var noFrame = _mlContext.Data.LoadFromEnumerable([new { Path = "a", DepthPath = "b" }]);
        var number = _mlContext.Data.LoadFromEnumerable([new { Frame0Path = "a", Frame1Path = 1 }]);
        var misspelt = new Dictionary<string, LabelEncoding> { ["Dept"] = DepthLabelEncoding.Kitti };
        var misspeltLabel = new MultiTaskTransformsCatalog(_mlContext).LoadFrames(new LoadFramesOptions { LabelEncodings = misspelt });

        Assert.Contains("'Frame0Path' of type Text, but the columns are Path, DepthPath",
            Assert.ThrowsExactly<ArgumentException>(() => LoadFrames(4, 4).Fit(noFrame)).Message);
        Assert.Contains("'Frame1Path' must hold paths as Text, but was Int32",
            Assert.ThrowsExactly<ArgumentException>(() => LoadFrames(4, 4).Fit(number)).Message);
        Assert.Contains("'DeptPath'",
            Assert.ThrowsExactly<ArgumentException>(() => misspeltLabel.Fit(WriteRows(2))).Message);
        Assert.Contains("'Frame0Path'",
            Assert.ThrowsExactly<ArgumentException>(() => LoadFrames(4, 4).GetOutputSchema(ShapeOf(noFrame.Schema))).Message);
    }

    [TestMethod]
    [DataRow(0, 4, "Height")]
    [DataRow(4, -1, "Width")]
    [DataRow(50000, 50000, "Height")]
    public void LoadFrames_SizeOutOfRange_NamesIt(int height, int width, string name) =>
        Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LoadFrames(height, width)).ParamName);

    private IDataView WriteRows(int frames)
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, frames)]);
        FrameFolders.WriteLabels(_folder, "a", [.. Enumerable.Range(0, frames)]);
        return Rows();
    }

    private IDataView Rows() => new MultiTaskDataCatalog(_mlContext).LoadFrameFolders(_folder.Path);

    private LoadFramesEstimator LoadFrames(int height, int width) => new MultiTaskTransformsCatalog(_mlContext).LoadFrames(height, width);

    private IDataView Load(IDataView rows, int height = Height, int width = Width) => LoadFrames(height, width).Fit(rows).Transform(rows);

    private IDataView LoadKept(IDataView rows, string cacheFolder) => new MultiTaskTransformsCatalog(_mlContext)
        .LoadFrames(new LoadFramesOptions { Height = Height, Width = Width, CacheFolder = cacheFolder }).Fit(rows).Transform(rows);

    private string Frame(int number) => Path.Combine(_folder.Path, "a", "frames", $"{number:D6}.png");

    private static byte[] Planes(int number) =>
    [
        .. FrameFolders.Pixels(_ => (byte)number),
        .. FrameFolders.Pixels(i => (byte)(i % Width)),
        .. FrameFolders.Pixels(i => (byte)(i / Width)),
    ];

    private SchemaShape ShapeOf(DataViewSchema schema) =>
        new(schema.Where(column => !column.IsHidden)
            .Select(column => SchemaShapes.Column(_mlContext, column.Name, column.Type, column.Annotations)));

    private sealed record Pair(string Frame0Path, string Frame1Path)
    {
        public Pair()
            : this("", "")
        {
        }
    }

    private sealed class Decoded
    {
        public byte[] Frame0 { get; set; } = [];
    }

    private sealed class WithOwnLabel
    {
        public string Frame0Path { get; set; } = "";

        public string LanePath { get; set; } = "";
    }

    private sealed class WithDepth
    {
        public string Frame0Path { get; set; } = "";

        public string DepthPath { get; set; } = "";
    }
}

using System.Collections.Concurrent;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>LoadFrames among the operations of ML.NET.</summary>
[TestClass]
public sealed class LoadFramesPipelineTests : IDisposable
{
    private const int Width = FrameFolders.Width;
    private const int Height = FrameFolders.Height;

    private readonly LoadFramesFixture _frames = new();

    public void Dispose() => _frames.Dispose();

    [TestMethod]
    public void PredictionEngine_Paths_DecodesThem()
    {
        _frames.WriteRows(2);
        var transformer = _frames.LoadFrames(Height, Width).Fit(_frames.Rows());
        var definition = SchemaDefinition.Create(typeof(Decoded));
        definition["Frame0"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, Height, Width);

        using var engine = _frames.MLContext.Model.CreatePredictionEngine<Pair, Decoded>(transformer, outputSchemaDefinition: definition);

        Assert.AreSequenceEqual(FrameFolders.Planes(1), engine.Predict(new Pair(_frames.Frame(1), _frames.Frame(0))).Frame0);
        Assert.AreSequenceEqual(FrameFolders.Planes(0), engine.Predict(new Pair(_frames.Frame(0), _frames.Frame(1))).Frame0);
    }

    [TestMethod]
    public void Transform_CachedThenShuffled_KeepsRowsTogether()
    {
        var output = _frames.MLContext.Data.Cache(_frames.Load(_frames.WriteRows(12)));
        Assert.HasCount(11, output.GetColumn<byte[]>("Frame0"));
        _ = output.GetColumn<int>("FrameIndex").Count();
        Directory.Delete(Path.Combine(_frames.Folder.Path, "a", "frames"), recursive: true);

        var shuffled = _frames.MLContext.Data.ShuffleRows(output, seed: 2);

        var numbers = shuffled.GetColumn<int>("FrameIndex").ToArray();
        Assert.AreNotSequenceEqual(Enumerable.Range(1, 11), numbers);
        Assert.AreSequenceEqual(numbers.Select(number => (byte)number), shuffled.GetColumn<byte[]>("Frame0").Select(planes => planes[0]));
    }

    [TestMethod]
    public void Transform_TrainTestSplit_DecodesBothParts()
    {
        var split = _frames.MLContext.Data.TrainTestSplit(_frames.WriteRows(25), testFraction: 0.3);

        var (train, test) = (_frames.Load(split.TrainSet), _frames.Load(split.TestSet));
        var decoded = train.GetColumn<byte[]>("Frame0").Concat(test.GetColumn<byte[]>("Frame0"));

        Assert.AreSequenceEqual(Enumerable.Range(1, 24), decoded.Select(planes => (int)planes[0]).Order());
    }

    [TestMethod]
    public void Transform_CursorSet_DecodesInParallel()
    {
        var output = _frames.Load(_frames.WriteRows(17));

        var decoded = new ConcurrentDictionary<long, byte>();
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
    public void Save_Load_DecodesTheSame()
    {
        var rows = _frames.WriteRows(3);
        var transformer = _frames.LoadFrames(4, 5).Fit(rows);
        var path = Path.Combine(_frames.Folder.Path, "model.zip");

        _frames.MLContext.Model.Save(transformer, rows.Schema, path);
        var fresh = new MLContext();
        LoadFramesTransformer.RegisterWith(fresh);
        var loaded = fresh.Model.Load(path, out var schema);

        Assert.IsNotNull(schema.GetColumnOrNull("DepthPath"));
        var (before, after) = (transformer.Transform(rows), loaded.Transform(rows));
        foreach (var (expected, actual) in before.GetColumn<byte[]>("Frame1").Zip(after.GetColumn<byte[]>("Frame1")))
            Assert.AreSequenceEqual(expected, actual);
        Assert.AreEqual(before.Schema.Count, after.Schema.Count);
    }

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
}

using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed partial class MultiTaskTransformerTests
{
    private static MLContext s_mlContext = null!;
    private static MultiTaskTransformer s_model = null!;

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        s_mlContext = new MLContext(seed: 1);
        s_model = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { IncludesScores = true, Epochs = 4 }).Fit(ToyScenes.View(s_mlContext, 32));
    }

    [ClassCleanup]
    public static void Free() => s_model.Dispose();

    [TestMethod]
    public void Transform_Schema_HasPredictionsAndScores()
    {
        var schema = s_model.Transform(ToyScenes.View(s_mlContext, 2)).Schema;
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 32, 64), schema["PredictedSegmentation"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 32, 64), schema["PredictedDepth"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 32, 64), schema["PredictedMotion"].Type);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Single, 3, 32, 64), schema["SegmentationScore"].Type);
    }

    [TestMethod]
    public void Transform_NeedsNoLabelColumns()
    {
        var frames = s_mlContext.Transforms.SelectColumns("Frame0", "Frame1").Fit(ToyScenes.View(s_mlContext, 2)).Transform(ToyScenes.View(s_mlContext, 2));
        Assert.AreSequenceEqual(Column<byte>(s_model.Transform(ToyScenes.View(s_mlContext, 2)), "PredictedMotion")[1], Column<byte>(s_model.Transform(frames), "PredictedMotion")[1]);
    }

    [TestMethod]
    public void Transform_Prediction_IsTheArgMaxOfItsScore()
    {
        var scored = s_model.Transform(ToyScenes.View(s_mlContext, 3));
        var (classes, scores) = (Column<byte>(scored, "PredictedSegmentation"), Column<float>(scored, "SegmentationScore"));
        const int Plane = ToyScenes.Height * ToyScenes.Width;
        for (int row = 0; row < 3; row++)
            for (int p = 0; p < Plane; p += 97)
                Assert.AreEqual(Enumerable.Range(0, ToyScenes.Classes).MaxBy(c => scores[row][c * Plane + p]), (int)classes[row][p]);
    }

    [TestMethod]
    public void Transform_RowByRowOrThroughARowMapper_GivesTheSame()
    {
        var view = ToyScenes.View(s_mlContext, 3);
        var mapper = s_model.GetRowToRowMapper(view.Schema);
        using var cursor = view.GetRowCursor(mapper.GetDependencies([mapper.OutputSchema["PredictedDepth"]]));
        using var row = mapper.GetRow(cursor, [mapper.OutputSchema["PredictedDepth"]]);
        var getter = row.GetGetter<VBuffer<float>>(mapper.OutputSchema["PredictedDepth"]);
        var expected = Column<float>(s_model.Transform(view), "PredictedDepth");
        for (int i = 0; cursor.MoveNext(); i++)
        {
            VBuffer<float> value = default;
            getter(ref value);
            foreach (var (together, alone) in expected[i].Zip(value.DenseValues()))        // sums of a batch may be taken in another order
                Assert.AreEqual(together, alone, 1e-5f * Math.Max(1, together));
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    public void Transform_AnyBatchSize_ShuffledOrSkipping_GivesEachRowItsOwnPredictions(int batchSize)
    {
        var view = ToyScenes.View(s_mlContext, 7);
        var expected = Column<float>(s_model.Transform(view), "PredictedDepth").ToArray();
        using var model = s_model.With(new ScoringOptions { BatchSize = batchSize });
        var scored = model.Transform(view);
        var column = scored.Schema["PredictedDepth"];
        using var cursor = scored.GetRowCursor([column], new Random(4));
        var (depth, id) = (cursor.GetGetter<VBuffer<float>>(column), cursor.GetIdGetter());
        var seen = new HashSet<ulong>();
        while (cursor.MoveNext())
        {
            DataViewRowId row = default;
            id(ref row);
            seen.Add(row.Low);
            if (row.Low % 3 == 1) continue;                                                // not every row is asked about
            VBuffer<float> value = default;
            depth(ref value);
            foreach (var (alone, actual) in expected[row.Low].Zip(value.DenseValues()))
                Assert.AreEqual(alone, actual, 1e-5f * Math.Max(1, alone));
        }
        Assert.HasCount(7, seen);
    }

    [TestMethod]
    public void With_OptionOutOfRange_IsNamed()
    {
        Names("BatchSize", new ScoringOptions { BatchSize = 0 });
        Names("LoaderThreads", new ScoringOptions { LoaderThreads = 0 });
        Names("EncoderPrecision", new ScoringOptions { EncoderPrecision = (EncoderPrecision)7 });

        static void Names(string option, ScoringOptions options)
        {
            var e = Assert.ThrowsExactly<ArgumentException>(() => s_model.With(options));
            Assert.AreEqual(option, e.ParamName);
            Assert.Contains($"Option '{option}' must be", e.Message);
        }
    }

    [TestMethod]
    public void With_BFloat16_ChangesPredictionsALittle_AndLeavesTheModelAlone()
    {
        var view = ToyScenes.View(s_mlContext, 2);
        var full = Depths(s_model, view);
        using var model = s_model.With(new ScoringOptions { EncoderPrecision = EncoderPrecision.BFloat16 });
        double error = RelativeError(full, Depths(model, view));
        Assert.IsGreaterThan(0, error);
        Assert.IsLessThan(0.05, error);
        Assert.AreEqual(EncoderPrecision.BFloat16, model.ScoringOptions.EncoderPrecision);
        Assert.AreEqual(EncoderPrecision.Full, s_model.ScoringOptions.EncoderPrecision);
        Assert.AreSequenceEqual(full, Depths(s_model, view));
    }

    /// <summary>Two transforms and two engines of one network, each on a thread of its own.</summary>
    [TestMethod]
    public void With_TwoPrecisionsAtTheSameTime_AreBothRight()
    {
        var view = ToyScenes.View(s_mlContext, 6);
        var frames = Column<byte>(view, "Frame0");
        EncoderPrecision[] precisions = [EncoderPrecision.Full, EncoderPrecision.BFloat16];
        float[][] expected = [.. precisions.Select(precision => Alone(precision, Depths)), .. precisions.Select(precision => Alone(precision, Stream))];
        Assert.IsGreaterThan(1e-4, RelativeError(expected[0], expected[1]));
        Assert.IsGreaterThan(1e-4, RelativeError(expected[2], expected[3]));

        using var half = s_model.With(new ScoringOptions { EncoderPrecision = EncoderPrecision.BFloat16 });
        Func<float[]>[] jobs = [() => Depths(s_model, view), () => Depths(half, view), () => Stream(s_model, view), () => Stream(half, view)];
        var actual = jobs.Select(job => Task.Factory.StartNew(
            () => Enumerable.Range(0, 4).Select(_ => job()).ToArray(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();

        for (int job = 0; job < jobs.Length; job++)
            foreach (var pass in actual[job].GetAwaiter().GetResult())
                Assert.IsLessThan(1e-6, RelativeError(expected[job], pass), $"job {job}");

        float[] Alone(EncoderPrecision precision, Func<MultiTaskTransformer, IDataView, float[]> score)
        {
            using var copy = Copy(s_model);
            using var model = copy.With(new ScoringOptions { EncoderPrecision = precision });
            return score(model, view);
        }

        float[] Stream(MultiTaskTransformer model, IDataView rows)
        {
            using var video = s_mlContext.MultiTask().CreateStreamingEngine(model);
            return [.. frames.SelectMany(frame => video.Predict(frame).Quantities("Depth"))];
        }
    }

    /// <summary>A prediction engine disposes its transformer by default; what is saved afterwards must not replace the good file.</summary>
    [TestMethod]
    public void Save_DisposedModel_ThrowsAndLeavesTheFile()
    {
        using var folder = new TemporaryFolder();
        var multiTask = s_mlContext.MultiTask();
        var schema = ToyScenes.View(s_mlContext, 1).Schema;
        string zip = Path.Combine(folder.Path, "model.zip"), weights = Path.Combine(folder.Path, "weights.safetensors");
        var model = UntrainedModel.Transformer();
        multiTask.Save(model, schema, zip);
        model.SaveWeights(weights);
        byte[] savedModel = File.ReadAllBytes(zip), savedWeights = File.ReadAllBytes(weights);

        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.SaveWeights(weights));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.WithWeights(weights));
        Assert.ThrowsExactly<ObjectDisposedException>(() => multiTask.Save(model, schema, zip));
        Assert.AreSequenceEqual(savedModel, File.ReadAllBytes(zip));
        Assert.AreSequenceEqual(savedWeights, File.ReadAllBytes(weights));
        Assert.HasCount(2, Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public void Dispose_SharedNetwork_IsFreedWithItsLastUser()
    {
        var view = ToyScenes.View(s_mlContext, 1);
        var multiTask = s_mlContext.MultiTask();
        var model = UntrainedModel.Transformer();
        var weight = model.Model.Network.parameters().First();
        var other = model.With(new ScoringOptions { BatchSize = 1 });
        var video = multiTask.CreateStreamingEngine(model);
        var expected = Depths(model, view);

        model.Dispose();
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.With(new ScoringOptions()));
        Assert.ThrowsExactly<ObjectDisposedException>(() => Depths(model, view));
        Assert.ThrowsExactly<ObjectDisposedException>(() => multiTask.CreateStreamingEngine(model));
        Assert.AreSequenceEqual(expected, Depths(other, view));
        other.Dispose();
        Assert.HasCount(expected.Length, video.Predict(Column<byte>(view, "Frame0")[0]).Quantities("Depth"));
        Assert.IsFalse(weight.IsInvalid);
        video.Dispose();
        Assert.IsTrue(weight.IsInvalid);
    }

    [TestMethod]
    public void Transform_FramesOfAnotherSize_SaysWhichSizeIsNeeded()
    {
        var view = s_mlContext.Data.LoadFromEnumerable(new[] { new ToyScenes.Scene() }, ToyScenes.Definition(64, 32));
        var e = Assert.ThrowsExactly<ArgumentException>(() => s_model.Transform(view));
        Assert.Contains("Column 'Frame0' must hold frames of 32 x 64", e.Message);
        Assert.Contains("64 x 32", e.Message);
    }

    [TestMethod]
    public void Forward_NormalizedFrames_GivesTheScores()
    {
        using var scope = NewDisposeScope();
        var view = ToyScenes.View(s_mlContext, 1);
        var frames = new[] { "Frame0", "Frame1" }.Select(name => s_model.Normalize(from_array(Column<byte>(view, name)[0]).reshape(1, 3, 32, 64))).ToArray();
        var outputs = s_model.Forward(frames);
        Assert.AreSequenceEqual(new[] { "segmentation", "depth", "motion" }, outputs.Keys.ToArray());
        TensorAssert.AreClose(from_array(Column<float>(s_model.Transform(view), "SegmentationScore")[0]).reshape(1, 3, 32, 64), outputs["segmentation"], 0, 0);
    }

    [TestMethod]
    public void Normalize_ImageNet_IsRgbOver255LessMeanByDeviation()
    {
        using var scope = NewDisposeScope();
        var pixels = tensor(new byte[] { 255, 0, 51 }).reshape(1, 3, 1, 1);
        var expected = tensor(new[] { (1 - 0.485) / 0.229, -0.456 / 0.224, (0.2 - 0.406) / 0.225 }).to(ScalarType.Float32).reshape(1, 3, 1, 1);
        TensorAssert.AreClose(expected, s_model.Normalize(pixels), 1e-5, 1e-6);
    }

    internal static T[][] Column<T>(IDataView view, string name)
    {
        var column = view.Schema[name];
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<T>>(column);
        var rows = new List<T[]>();
        VBuffer<T> value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            rows.Add([.. value.DenseValues()]);
        }
        return [.. rows];
    }

    private static float[] Depths(MultiTaskTransformer model, IDataView view) =>
        [.. Column<float>(model.Transform(view), "PredictedDepth").SelectMany(row => row)];

    private static double RelativeError(float[] expected, float[] actual) =>
        Math.Sqrt(expected.Zip(actual, (a, b) => Math.Pow(a - b, 2)).Sum() / expected.Sum(a => (double)a * a));

    /// <summary>The model as it comes back from its file, with a network of its own.</summary>
    private static MultiTaskTransformer Copy(MultiTaskTransformer model)
    {
        using var file = new MemoryStream();
        s_mlContext.Model.Save(model, ToyScenes.View(s_mlContext, 1).Schema, file);
        file.Position = 0;
        var mlContext = new MLContext();
        var multiTask = mlContext.MultiTask();
        return multiTask.GetNetwork(mlContext.Model.Load(file, out _));
    }
}

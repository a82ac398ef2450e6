using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A model that several threads use while another one disposes it: each use ends with its result or an exception that names what was disposed.</summary>
[TestClass]
public sealed class SharedUseTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);
    private static readonly IDataView s_view = ToyScenes.View(s_mlContext, 4);

    /// <summary>A user of a model: what it needs beside the model, and what it computes with both.</summary>
    public static IEnumerable<TestDataRow<Func<MultiTaskTransformer, Func<float[]>>>> Users =>
    [
        new(model => () => View(model, s_view)) { DisplayName = "a data view" },
        new(Cursor) { DisplayName = "an open cursor" },
        new(Engine) { DisplayName = "a prediction engine" },
        new(Forward) { DisplayName = "a forward pass" },
        new(model => () => With(() => model.With(new ScoringOptions { BatchSize = 2 }))) { DisplayName = "With" },
        new(Saved) { DisplayName = "Save" },
        new(Weights) { DisplayName = "SaveWeights and WithWeights" },
        new(model => () => With(() => model, dispose: false)) { DisplayName = "a streaming engine of its own" },
    ];

    [TestMethod]
    [DynamicData(nameof(Users))]
    public async Task Dispose_WhileThreadsScore_EndsThemWithItsName(Func<MultiTaskTransformer, Func<float[]>> user)
    {
        float[] expected;
        using (var model = UntrainedModel.Transformer())
            expected = user(model)();
        for (int round = 0; round < 2; round++)
        {
            var model = UntrainedModel.Transformer();
            int done = 0;
            var threads = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(() =>
            {
                var use = user(model);
                while (true)
                {
                    AreClose(expected, use());
                    Interlocked.Increment(ref done);
                }
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            SpinWait.SpinUntil(() => Volatile.Read(ref done) > 3 * round || threads.Any(thread => thread.IsCompleted));
            model.Dispose();
            foreach (var thread in threads)
            {
                var e = await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => thread);
                Assert.Contains(nameof(MultiTaskTransformer), e.ObjectName);
            }
            Assert.IsTrue(model.History.Epochs.Count == 0 && model.Tasks.Count == 3);                // what needs no weights is still there
        }
    }

    /// <summary>Threads that share an engine wait for each other; one that disposes it ends the others with its name, and leaves the model alone.</summary>
    [TestMethod]
    public async Task DisposeStreamingEngine_WhileThreadsPredict_EndsThemWithItsName()
    {
        using var model = UntrainedModel.Transformer();
        var frame = MultiTaskTransformerTests.Column<byte>(s_view, "Frame0")[0];
        for (int round = 0; round < 3; round++)
        {
            var video = new MultiTaskStreamingEngine(model, options: null);
            float[] expected = video.Predict(frame).Quantities("Depth");
            int done = 0;
            var threads = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
            {
                for (int i = 0; ; i++)
                {
                    if (i % 3 == 2) video.Reset();
                    AreClose(expected, video.Predict(frame).Quantities("Depth"));
                    Interlocked.Increment(ref done);
                }
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            SpinWait.SpinUntil(() => Volatile.Read(ref done) > 3 * round || threads.Any(thread => thread.IsCompleted));
            video.Dispose();
            foreach (var thread in threads)
            {
                var e = await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => thread);
                Assert.AreEqual(typeof(MultiTaskStreamingEngine).FullName, e.ObjectName);
            }
        }
        Assert.HasCount(4, MultiTaskTransformerTests.Column<float>(model.Transform(s_view), "PredictedDepth"));
    }

    [TestMethod]
    public void EveryCall_OnADisposedEngineOrTransformer_NamesIt()
    {
        using var folder = new TemporaryFolder();
        var multiTask = s_mlContext.MultiTask();
        var model = UntrainedModel.Transformer();
        var video = multiTask.CreateStreamingEngine(model);
        using var frame = zeros(1, 3, ToyScenes.Height, ToyScenes.Width);
        video.Dispose();
        video.Dispose();
        foreach (Action call in new Action[]
        {
            () => video.Predict(new byte[6144]), () => video.Predict(new float[6144]), () => video.Predict("frame.png"), video.Reset,
            () => { using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[4]); video.Predict(image); },
        })
            Assert.AreEqual(typeof(MultiTaskStreamingEngine).FullName, Assert.ThrowsExactly<ObjectDisposedException>(call).ObjectName);

        var scored = model.Transform(s_view);
        var mapper = model.GetRowToRowMapper(s_view.Schema);
        model.Dispose();
        foreach (Action call in new Action[]
        {
            () => model.Transform(s_view), () => model.GetRowToRowMapper(s_view.Schema), () => model.GetOutputSchema(s_view.Schema),
            () => model.With(new ScoringOptions()), () => model.WithWeights("weights"), () => model.SaveWeights(Path.Combine(folder.Path, "weights")),
            () => model.Normalize(frame), () => model.Forward([frame, frame]), () => multiTask.CreateStreamingEngine(model),
            () => multiTask.Save(model, s_view.Schema, Path.Combine(folder.Path, "model.zip")), () => View(scored),
            () => s_mlContext.Model.Save(model, s_view.Schema, Path.Combine(folder.Path, "mlnet.zip")), () => multiTask.Evaluate(scored),
            () => s_mlContext.Model.CreatePredictionEngine<ToyScenes.Scene, Depth>(model, inputSchemaDefinition: ToyScenes.Definition(32, 64)),
        })
            Assert.AreEqual(typeof(MultiTaskTransformer).FullName, Assert.ThrowsExactly<ObjectDisposedException>(call).ObjectName);
        Assert.IsEmpty(Directory.GetFiles(folder.Path, "weights").Concat(Directory.GetFiles(folder.Path, "model.zip")));
        Assert.IsNotNull(mapper.OutputSchema);
    }

    [TestMethod]
    public void PredictionEngine_Disposed_NamesTheModelThatItDisposed()
    {
        var model = UntrainedModel.Transformer();
        var engine = CreateEngine(model, owns: true);
        engine.Predict(new ToyScenes.Scene());
        engine.Dispose();
        var e = Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Predict(new ToyScenes.Scene()));
        Assert.AreEqual(typeof(MultiTaskTransformer).FullName, e.ObjectName);
    }

    /// <summary>A cursor or row that was disposed gives no values of memory that is gone.</summary>
    [TestMethod]
    public void DisposedCursorOrRow_Raises()
    {
        using var model = UntrainedModel.Transformer();
        var scored = model.Transform(s_view);
        var column = scored.Schema["PredictedDepth"];
        var cursor = scored.GetRowCursor([column, scored.Schema["Frame0"]]);
        var (depth, frame) = (cursor.GetGetter<VBuffer<float>>(column), cursor.GetGetter<VBuffer<byte>>(scored.Schema["Frame0"]));
        VBuffer<float> metres = default;
        VBuffer<byte> pixels = default;
        cursor.MoveNext();
        depth(ref metres);
        cursor.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => depth(ref metres));
        Assert.ThrowsExactly<ObjectDisposedException>(() => frame(ref pixels));
        Assert.ThrowsExactly<ObjectDisposedException>(() => cursor.MoveNext());

        var mapper = model.GetRowToRowMapper(s_view.Schema);
        using var input = s_view.GetRowCursor(s_view.Schema);
        var row = mapper.GetRow(input, [mapper.OutputSchema["PredictedDepth"]]);
        var ofRow = row.GetGetter<VBuffer<float>>(mapper.OutputSchema["PredictedDepth"]);
        input.MoveNext();
        ofRow(ref metres);
        row.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => ofRow(ref metres));
    }

    private static PredictionEngine<ToyScenes.Scene, Depth> CreateEngine(MultiTaskTransformer model, bool owns) =>
        s_mlContext.Model.CreatePredictionEngine<ToyScenes.Scene, Depth>(model, new PredictionEngineOptions
        {
            OwnsTransformer = owns, InputSchemaDefinition = ToyScenes.Definition(ToyScenes.Height, ToyScenes.Width),
        });

    private static float[] View(MultiTaskTransformer model, IDataView view) => View(model.Transform(view));

    private static float[] View(IDataView scored) => [.. MultiTaskTransformerTests.Column<float>(scored, "PredictedDepth").SelectMany(row => row)];

    private static Func<float[]> Cursor(MultiTaskTransformer model)
    {
        var scored = model.Transform(s_view);
        return () => View(scored);
    }

    private static Func<float[]> Engine(MultiTaskTransformer model)
    {
        var engine = CreateEngine(model, owns: false);
        var scene = ToyScenes.Create(new Random(3));
        return () => engine.Predict(scene).PredictedDepth;
    }

    private static Func<float[]> Forward(MultiTaskTransformer model) => () =>
    {
        using var scope = NewDisposeScope();
        var frame = model.Normalize(ones(1, 3, ToyScenes.Height, ToyScenes.Width) * 100);
        return model.Forward([frame, frame])["depth"].data<float>().ToArray();
    };

    private static Func<float[]> Saved(MultiTaskTransformer model) => () =>
    {
        using var use = model.Use();                                // the part of Save that reads weights; compressing them takes seconds
        using var weights = new MemoryStream();
        Safetensors.Save(weights, use.Model.Network.state_dict());
        return [weights.Length];
    };

    private static Func<float[]> Weights(MultiTaskTransformer model) => () =>
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "weights.safetensors");
        model.SaveWeights(path);
        return With(() => model.WithWeights(path));
    };

    /// <summary>A frame scored by an engine of a model that was made for it.</summary>
    private static float[] With(Func<MultiTaskTransformer> create, bool dispose = true)
    {
        var model = create();
        try
        {
            using var video = new MultiTaskStreamingEngine(model, options: null);
            return video.Predict(ToyScenes.Create(new Random(3)).Frame0).Quantities("Depth");
        }
        finally
        {
            if (dispose) model.Dispose();
        }
    }

    private static void AreClose(float[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5f * Math.Max(1, Math.Abs(expected[i])));
    }

    private sealed class Depth
    {
        [VectorType(ToyScenes.Height, ToyScenes.Width)]
        public float[] PredictedDepth { get; set; } = [];
    }
}

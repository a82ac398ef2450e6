using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Training that starts from weights: what is frozen, how fast the rest moves, and what an earlier model hands on.</summary>
[TestClass]
public sealed class FineTuningTests : IDisposable
{
    private static MultiTaskTransformer s_previous = null!;         // segmentation and depth

    private readonly MLContext _mlContext = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    private static MultiNetPlusPlusOptions Options => ToyScenes.Options with
    {
        Epochs = 1,
        Encoder = SmallEncoder.Architecture,
        Tasks = [DenseTask.Segmentation(ToyScenes.Classes), DenseTask.Depth()],
    };

    [ClassInitialize]
    public static void TrainAModel(TestContext _)
    {
        var mlContext = new MLContext(seed: 1);
        s_previous = mlContext.MultiTask().Trainers.MultiNetPlusPlus(Options).Fit(ToyScenes.View(mlContext, 4));
    }

    [ClassCleanup]
    public static void DisposeTheModel() => s_previous.Dispose();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public void Fit_FrozenEncoder_MovesOnlyWhatIsNotFrozen(bool weights, bool statistics)
    {
        string path = SavedWeights();
        var counts = new List<long>();
        using var model = Fit(Options with
        {
            EncoderWeights = path,
            EncoderTraining = new() { FreezesWeights = weights, FreezesStatistics = statistics },
            GradientClipNorm = 1,
            OnStep = _ => counts.Add(LiveTensors.OfThisThread),
        }, rows: 12);
        var (before, after) = (Safetensors.Load(path), model.Model.Network.state_dict());
        foreach (var (name, tensor) in after.Where(pair => pair.Key.StartsWith("encoder.", StringComparison.Ordinal)))
            Assert.AreEqual(
                IsStatistic(name) ? statistics : weights, TensorAssert.AreEqual(tensor, before[name]), name);
        Assert.IsFalse(TensorAssert.AreEqual(after["decoders.depth.score8.weight"], before["decoders.depth.score8.weight"]));
        Assert.AreEqual(counts[1], counts[2]);
    }

    /// <summary>Features are the same whichever way they are computed, so a frozen encoder gives the decoders the gradients that they had with it.</summary>
    [TestMethod]
    public void Fit_FrozenEncoder_MovesDecodersAsOneOfNearlyNoLearningRate()
    {
        var log = new Messages(_mlContext);
        using var frozen = Fit(Options with { EncoderTraining = new() { FreezesWeights = true } }, rows: 8);
        Assert.Contains(text => text.Contains("freezes an encoder of random weights", StringComparison.Ordinal), log.Warnings);
        using var slow = Fit(Options with { EncoderTraining = new() { LearningRateFactor = 1e-30 } }, rows: 8);
        var (expected, actual) = (slow.Model.Network.state_dict(), frozen.Model.Network.state_dict());
        foreach (var name in expected.Keys.Where(name => name.StartsWith("decoders.", StringComparison.Ordinal) || IsStatistic(name)))
            TensorAssert.AreIdentical(expected[name], actual[name]);
    }

    [TestMethod]
    public void Fit_LearningRateFactor_ScalesTheEncodersStepAlone()
    {
        var options = Options with { Optimizer = OptimizerKind.Sgd, LearningRate = 0.01, BatchSize = 4 };
        using var scope = NewDisposeScope();
        using var start = Fit(options with { LearningRate = 1e-30 }, rows: 4);
        using var full = Fit(options, rows: 4);
        using var quarter = Fit(options with { EncoderTraining = new() { LearningRateFactor = 0.25 } }, rows: 4);
        Tensor Moved(MultiTaskTransformer model, string name) => model.Model.Network.state_dict()[name] - start.Model.Network.state_dict()[name];
        TensorAssert.AreClose(Moved(full, "encoder.layer3.conv1.weight").mul(tensor(0.25f)), Moved(quarter, "encoder.layer3.conv1.weight"), rtol: 1e-3, atol: 1e-7);
        Assert.IsGreaterThan(1e-5f, Moved(full, "encoder.layer3.conv1.weight").abs().max().item<float>());
        TensorAssert.AreIdentical(full.Model.Network.state_dict()["decoders.depth.score8.weight"], quarter.Model.Network.state_dict()["decoders.depth.score8.weight"]);
    }

    [TestMethod]
    public void Fit_FrozenEncoderWithACombinerOfItsGradients_IsRefused()
    {
        var frozen = Options with { EncoderTraining = new() { FreezesWeights = true } };
        Assert.AreEqual("Combiner", Assert.ThrowsExactly<ArgumentException>(() => Fit(frozen with { Combiner = LossCombiner.PCGrad() })).ParamName);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(frozen with { Combiner = new AskingCombiner() }));
        Assert.Contains("'EncoderTraining' freezes", e.Message);
    }

    /// <summary>A task is added to a model whose other task keeps its weights bit for bit and so its predictions; a third one is dropped.</summary>
    [TestMethod]
    public void Fit_PreviousModelFrozen_AddsATaskAndKeepsTheOthersPredictions()
    {
        var log = new List<string>();
        _mlContext.Log += (_, e) => { lock (log) log.Add(e.RawMessage); };
        using var model = Fit(Options with
        {
            Tasks = [DenseTask.Motion(), DenseTask.Depth()],
            EncoderTraining = new() { FreezesWeights = true, FreezesStatistics = true },
            FrozenTasks = ["DEPTH"],
        }, s_previous);
        using var scope = NewDisposeScope();
        var frames = Enumerable.Range(0, 2).Select(_ => randn(1, 3, 32, 64)).ToArray();
        var (before, after) = (s_previous.Model.Network.state_dict(), model.Model.Network.state_dict());
        foreach (var name in after.Keys.Where(name => !name.StartsWith("decoders.motion.", StringComparison.Ordinal)))
            TensorAssert.AreIdentical(before[name], after[name]);
        TensorAssert.AreClose(s_previous.Forward(frames)["depth"], model.Forward(frames)["depth"], rtol: 1e-4, atol: 1e-5);   // other decoders beside it
        Assert.AreEqual(0.0, model.History.Epochs[0].Weights["Depth"]);
        Assert.IsGreaterThan(0.0, model.History.Epochs[0].Weights["Motion"]);
        Assert.Contains("Starting from the previous model's encoder and decoders of Depth; new: Motion; dropped: Segmentation.", log);
    }

    /// <summary>Of a frozen task the decoder stays, and its loss moves the encoder.</summary>
    [TestMethod]
    public void Fit_FrozenTask_TrainsTheEncoderButNotItsDecoder()
    {
        var options = Options with { FrozenTasks = ["Depth"], WeightDecay = 0.1, Epochs = 2 };
        var view = ToyScenes.View(_mlContext, 4, change: (_, scene) => Array.Fill(scene.Segmentation, DenseTask.Ignore));
        using var model = _mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(view, s_previous);
        var (before, after) = (s_previous.Model.Network.state_dict(), model.Model.Network.state_dict());
        Assert.IsTrue(TensorAssert.AreEqual(before["decoders.depth.score8.weight"], after["decoders.depth.score8.weight"]));
        Assert.IsTrue(TensorAssert.AreEqual(before["decoders.segmentation.score8.weight"], after["decoders.segmentation.score8.weight"]));   // no labels
        Assert.IsFalse(TensorAssert.AreEqual(before["encoder.conv1.weight"], after["encoder.conv1.weight"]));
        Assert.IsGreaterThan(0.0, model.History.Epochs[0].Weights["Depth"]);
    }

    [TestMethod]
    public void Fit_PreviousDecoderOfOtherClasses_StartsAnewWithAWarning()
    {
        var log = new Messages(_mlContext);
        var options = Options with { Tasks = [DenseTask.Segmentation(5), DenseTask.Depth()] };
        using var model = Fit(options, s_previous);
        Assert.Contains(text => text.Contains("decoder of task 'Segmentation' has other layers", StringComparison.Ordinal), log.Warnings);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(options with { FrozenTasks = ["Segmentation"] }, s_previous));
        Assert.Contains("'FrozenTasks' cannot keep it", e.Message);
    }

    [TestMethod]
    public void Fit_WhatDoesNotFit_IsRefusedByName()
    {
        void Refused(string problem, MultiNetPlusPlusOptions options, MultiTaskTransformer? previous = null) =>
            Assert.Contains(problem, Assert.ThrowsExactly<ArgumentException>(() => Fit(options, previous)).Message);

        Refused("encoder is Small of layout Torchvision, but", Options with { Encoder = EncoderArchitecture.ResNet34 }, s_previous);
        Refused("'EncoderWeights' must be null", Options with { EncoderWeights = "a.pth" }, s_previous);
        Refused("has only Segmentation, Depth", Options with { Tasks = ToyScenes.Tasks, FrozenTasks = ["Motion"] }, s_previous);
        Refused("needs a previous model", Options with { FrozenTasks = ["Depth"] });
        Refused("some of the tasks Segmentation, Depth, but was 'Motion'", Options with { FrozenTasks = ["Motion"] }, s_previous);
        Refused("nothing would be trained", Options with { FrozenTasks = ["Depth", "Segmentation"], EncoderTraining = new() { FreezesWeights = true } }, s_previous);
        Refused("LearningRateFactor", Options with { EncoderTraining = new() { LearningRateFactor = 0 } });
        Refused("'given' of DnnResNet18", Options with { EncoderWeights = new GivenWeights(() => null!, architecture: EncoderArchitecture.DnnResNet18) });
        Assert.ThrowsExactly<FileNotFoundException>(() => Fit(Options with { EncoderWeights = Path.Combine(_folder.Path, "none.pth") }));
    }

    [TestMethod]
    public void Fit_Normalization_ComesWithTheWeights_AndAnotherIsAWarning()
    {
        var own = new PixelNormalization { Scale = 1, Mean = [1, 2, 3], Deviation = [1, 1, 1] };
        string path = SavedWeights();
        var weights = new GivenWeights(() => EncoderWeights.FromFile(path).Load(), own);
        var log = new Messages(_mlContext);
        using var needed = Fit(Options with { EncoderWeights = weights });
        Assert.AreSame(own, needed.Model.Settings.Normalization);
        using var next = Fit(Options, needed);
        Assert.AreSame(own, next.Model.Settings.Normalization);
        Assert.DoesNotContain(text => text.Contains("'Normalization'", StringComparison.Ordinal), log.Warnings);
        using var asked = Fit(Options with { EncoderWeights = weights, Normalization = PixelNormalization.ImageNet });
        Assert.AreSame(PixelNormalization.ImageNet, asked.Model.Settings.Normalization);
        Assert.Contains(text => text.Contains("Mean [0.485, 0.456, 0.406]", StringComparison.Ordinal) && text.Contains("Mean [1, 2, 3]", StringComparison.Ordinal), log.Warnings);
    }

    [TestMethod]
    public void Fit_ResumedFineTuning_GivesTheWeightsOfAnUninterruptedOne()
    {
        var options = Options with { Epochs = 2, FrozenTasks = ["Depth"], EncoderTraining = new() { FreezesStatistics = true, LearningRateFactor = 0.5 } };
        using var expected = Fit(options, s_previous);
        var checkpoint = new CheckpointOptions(_folder.Path) { Resumes = true };
        using (Fit(options with { Epochs = 1, Checkpoint = checkpoint }, s_previous)) { }
        using var actual = Fit(options with { Checkpoint = checkpoint }, s_previous);
        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);

        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(options with { Checkpoint = checkpoint, EncoderTraining = new() }, s_previous));
        Assert.Contains("'EncoderTraining' was EncoderTraining (LearningRateFactor 0.5, FreezesWeights false, FreezesStatistics true)", e.Message);
    }

    private string SavedWeights()
    {
        string path = Path.Combine(_folder.Path, "weights.safetensors");
        s_previous.SaveWeights(path);
        return path;
    }

    private static bool IsStatistic(string name) =>
        name.Contains(".running_", StringComparison.Ordinal) || name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private MultiTaskTransformer Fit(MultiNetPlusPlusOptions options, MultiTaskTransformer? previous = null, int rows = 4)
    {
        var trainer = _mlContext.MultiTask().Trainers.MultiNetPlusPlus(options);
        var view = ToyScenes.View(_mlContext, rows);
        return previous is null ? trainer.Fit(view) : trainer.Fit(view, previous);
    }

    /// <summary>A combiner of losses that looks at gradients.</summary>
    private sealed class AskingCombiner : LossCombiner
    {
        public override string Name => "Asking";

        protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state);

        private sealed class Session(CombinerSessionState state) : CombinerSession(state)
        {
            public override CombinedLoss Combine(TrainingStep trainingStep)
            {
                _ = trainingStep.Gramian();
                return base.Combine(trainingStep);
            }

            protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) => losses.sum();
        }
    }
}

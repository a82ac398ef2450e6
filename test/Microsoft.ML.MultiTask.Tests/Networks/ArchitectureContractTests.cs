using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What holds for every encoder with every decoder.</summary>
[TestClass]
public sealed class ArchitectureContractTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    public static IEnumerable<TestDataRow<EncoderArchitecture>> Encoders =>
        [.. Architectures.Encoders.Select(encoder => new TestDataRow<EncoderArchitecture>(encoder) { DisplayName = encoder.Name })];

    public static IEnumerable<TestDataRow<EncoderArchitecture>> KindsOfEncoders =>
        [.. Architectures.KindsOfEncoders.Select(encoder => new TestDataRow<EncoderArchitecture>(encoder) { DisplayName = encoder.Name })];

    /// <summary>Of the kinds but the residual networks, which other tests save.</summary>
    public static IEnumerable<TestDataRow<EncoderArchitecture>> OtherKinds => KindsOfEncoders.Skip(1);

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Encoder_Levels_HaveTheStatedShapes_AndAreChannelsLast(EncoderArchitecture architecture)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var encoder = architecture.CreateEncoder();
        WeightInitialization.Initialize(encoder, seed: 1);
        encoder.train();
        using var features = encoder.forward(ChannelsLast.From(Frames(2, 0)));
        var levels = features.Kept;
        Assert.HasCount(4, levels);
        for (int i = 0; i < 4; i++)
        {
            Assert.AreSequenceEqual(new long[] { 2, architecture.Channels[i], 32 / (4 << i), 64 / (4 << i) }, levels[i].shape);
            Assert.IsTrue(levels[i].permute(0, 2, 3, 1).is_contiguous(), $"level {i}");
        }
    }

    /// <summary>
    /// A snapshot that scores is the trained network in evaluation: in float32 up to rounding, and in bfloat16, which loses up to a 256th in each
    /// layer, at random, within twice 1/256 times the root of the number of layers, here 104.
    /// </summary>
    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Fold_EqualsTheNetworkInEvaluation(EncoderArchitecture architecture)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var network = new MultiNetPlusPlusNetwork(Architectures.Settings(architecture).Network, Architectures.Tasks);
        WeightInitialization.Initialize(network, 2);
        network.train();
        for (int step = 0; step < 5; step++)                                    // statistics that are not the initial ones
            network.forward(Frames(4, step));
        network.eval();
        using var folded = network.Fold(EncoderPrecision.Full, CPU);
        Assert.IsEmpty(folded.modules().Where(module => module.GetType().Assembly == typeof(DenseTask).Assembly)
            .SelectMany(module => module.children()).OfType<TorchSharp.Modules.BatchNorm2d>());
        Check(folded, 1e-4);
        if (!architecture.SupportsBFloat16) return;
        using var half = network.Fold(EncoderPrecision.BFloat16, CPU);
        Check(half, 0.08);

        void Check(MultiNetPlusPlusNetwork scoring, double tolerance)
        {
            var x = ChannelsLast.From(Frames(4, 7));
            foreach (var ((expected, actual), decoder) in network.forward(x).Zip(scoring.forward(x)).Zip(Architectures.Decoders))
            {
                Assert.AreEqual(ScalarType.Float32, actual.dtype);
                Assert.IsLessThan(tolerance, ((actual - expected).norm() / expected.norm()).item<float>(), decoder.Name);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(OtherKinds))]
    public void SavedAndLoaded_ScoresAlike_AlsoFrameByFrame(EncoderArchitecture architecture)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        using var model = new MultiTaskTransformer(
            new MultiTaskModel(Architectures.Settings(architecture), Architectures.Tasks, CPU, seed: 5), new TrainingHistory());
        s_mlContext.MultiTask().Save(model, ToyScenes.View(s_mlContext, 1).Schema, path);
        using var loaded = s_mlContext.MultiTask().GetNetwork(s_mlContext.MultiTask().Load(path, out _));
        using (Tensor newer = Frames(1, 1), older = Frames(1, 2))
            foreach (var (name, output) in model.Forward([newer, older]))
                TensorAssert.AreClose(output, loaded.Forward([newer, older])[name], rtol: 0, atol: 0);

        byte[][] clip = [.. MultiTaskTransformerTests.Column<byte>(ToyScenes.View(s_mlContext, 2), "Frame0")];
        var pair = ToyScenes.View(s_mlContext, 1, change: (_, scene) => (scene.Frame0, scene.Frame1) = (clip[1], clip[0]));
        var scored = loaded.Transform(pair);
        using var video = s_mlContext.MultiTask().CreateStreamingEngine(loaded);
        video.Predict(clip[0]);
        var prediction = video.Predict(clip[1]);
        foreach (var task in Architectures.Tasks)
        {
            var expected = MultiTaskTransformerTests.Column<float>(scored, task.PredictedColumnName)[0];
            float largest = expected.Max();
            foreach (var (e, a) in expected.Zip(prediction.Quantities(task.Name)))
                Assert.AreEqual(e, a, 1e-5f * largest + 1e-6f, task.Name);
        }
    }

    /// <summary>
    /// Trains with all decoders, and with a combiner that asks for each task's gradient: of the levels that its decoder does not use it is 0.
    /// </summary>
    [TestMethod]
    [DynamicData(nameof(KindsOfEncoders))]
    public void Fit_ManySteps_LiveTensorsAreLevel(EncoderArchitecture architecture)
    {
        var counts = new List<long>();
        using var model = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(new MultiNetPlusPlusOptions
        {
            Tasks = Architectures.Tasks, Encoder = architecture, Aggregation = FrameAggregation.Mean, Combiner = LossCombiner.PCGrad(),
            TaskDecoders = Architectures.Decoders.ToDictionary(decoder => decoder.Name.ToUpperInvariant()),
            Epochs = 2, BatchSize = 2, Seed = 3, OnStep = _ => counts.Add(LiveTensors.OfThisThread),
        }).Fit(ToyScenes.View(s_mlContext, 4));
        Assert.HasCount(4, counts);
        Assert.AreEqual(counts[1], counts[^1], $"live tensors by step: {string.Join(", ", counts)}");
        Assert.IsTrue(model.History.Epochs.SelectMany(epoch => epoch.Losses.Values).All(double.IsFinite));
    }

    /// <summary>Every weight is drawn by the seed, also those of a user's modules, which draw their own when they are made.</summary>
    [TestMethod]
    [DynamicData(nameof(KindsOfEncoders))]
    public void Initialize_SameSeed_GivesIdenticalWeights_AndAnotherSeedOthers(EncoderArchitecture architecture)
    {
        using MultiNetPlusPlusNetwork first = Create(3), second = Create(3), third = Create(4);
        TensorAssert.AreIdentical(first, second);
        var others = third.state_dict();
        foreach (var (name, weight) in first.state_dict())
            if (weight.dim() > 1 && !name.Contains("layer_scale", StringComparison.Ordinal) && !name.Contains("fcn8.up", StringComparison.Ordinal))
                Assert.IsGreaterThan(0, (weight - others[name]).abs().sum().item<float>(), name);

        MultiNetPlusPlusNetwork Create(int seed)
        {
            var network = new MultiNetPlusPlusNetwork(Architectures.Settings(architecture).Network, Architectures.Tasks);
            WeightInitialization.Initialize(network, seed);
            return network;
        }
    }

    [TestMethod]
    public void Fit_BFloat16_TrainsEveryEncoderThatSupportsIt()
    {
        foreach (var encoder in Architectures.KindsOfEncoders.Where(encoder => encoder.SupportsBFloat16))
        {
            using var model = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
            {
                Encoder = encoder, Epochs = 1, EncoderPrecision = EncoderPrecision.BFloat16,
            }).Fit(ToyScenes.View(s_mlContext, 2));
            Assert.IsTrue(model.History.Epochs[0].Losses.Values.All(double.IsFinite), encoder.Name);
            Assert.IsTrue(MultiTaskTransformerTests.Column<float>(model.Transform(ToyScenes.View(s_mlContext, 1)), "PredictedDepth")[0].All(float.IsFinite));
        }
    }

    [TestMethod]
    [LazyDeviceCondition]
    [DoNotParallelize]
    [DynamicData(nameof(KindsOfEncoders))]
    public void Forward_OnTheLazyDevice_IsThatOfTheCpu(EncoderArchitecture architecture) => IsThatOfTheCpu(architecture, LazyDevice.Instance, 1e-3);

    [TestMethod]
    [CudaCondition]
    [DynamicData(nameof(KindsOfEncoders))]
    public void Forward_OnCuda_IsThatOfTheCpu(EncoderArchitecture architecture) => IsThatOfTheCpu(architecture, device("cuda:0"), 1e-2);

    private static void IsThatOfTheCpu(EncoderArchitecture architecture, Device device, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var network = new MultiNetPlusPlusNetwork(Architectures.Settings(architecture).Network with { Streams = 1 }, Architectures.Tasks);
        WeightInitialization.Initialize(network, seed: 3);
        network.eval();
        var expected = network.forward(ChannelsLast.From(Frames(2, 3)));
        network.to(device);
        Assert.IsTrue(network.state_dict().Values.All(tensor => tensor.device_type == device.type));
        foreach (var (e, a) in expected.Zip(network.forward(ChannelsLast.From(Frames(2, 3).to(device)))))
            Assert.IsLessThan(tolerance, ((a.cpu() - e).norm() / e.norm()).item<float>());
    }

    /// <summary>float32 [count, 3, 32, 64], a pattern that depends on the seed.</summary>
    private static Tensor Frames(int count, int seed)
    {
        using var scope = NewDisposeScope();
        return (arange(count * 3 * 32 * 64).to(ScalarType.Float32) * (0.01 + 0.003 * seed)).sin().reshape(count, 3, 32, 64).MoveToOuterDisposeScope();
    }
}

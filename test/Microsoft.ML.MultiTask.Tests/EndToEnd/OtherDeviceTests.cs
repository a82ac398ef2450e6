using Microsoft.ML.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Training, scoring and streaming on another device against the CPU; a tensor left behind on the CPU raises. Each test runs on CUDA, where
/// there is one, and on <see cref="LazyDevice"/>, with one stream, because that device cannot split a batch into streams.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class OtherDeviceTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    [TestMethod]
    [LazyDeviceCondition]
    [DataRow(EncoderPrecision.Full, 1e-3)]
    [DataRow(EncoderPrecision.BFloat16, 0.1)]
    public void Fit_OnTheLazyDevice_TrainsScoresAndStreamsAsOnTheCpu(EncoderPrecision precision, double tolerance) =>
        TrainsScoresAndStreamsAsOnTheCpu(LazyDevice.Instance, precision, tolerance);

    [TestMethod]
    [CudaCondition]
    [DataRow(EncoderPrecision.Full, 1e-2)]
    [DataRow(EncoderPrecision.BFloat16, 0.1)]
    public void Fit_OnCuda_TrainsScoresAndStreamsAsOnTheCpu(EncoderPrecision precision, double tolerance) =>
        TrainsScoresAndStreamsAsOnTheCpu(device("cuda:0"), precision, tolerance);

    [TestMethod]
    [LazyDeviceCondition]
    [DataRow(OptimizerKind.Adam)]
    [DataRow(OptimizerKind.AdamW)]
    [DataRow(OptimizerKind.Sgd)]
    public void Optimizer_OnTheLazyDevice_StepsAsOnTheCpu(OptimizerKind kind) => StepsAsOnTheCpu(LazyDevice.Instance, kind);

    [TestMethod]
    [CudaCondition]
    [DataRow(OptimizerKind.Adam)]
    [DataRow(OptimizerKind.AdamW)]
    [DataRow(OptimizerKind.Sgd)]
    public void Optimizer_OnCuda_StepsAsOnTheCpu(OptimizerKind kind) => StepsAsOnTheCpu(device("cuda:0"), kind);

    /// <summary>What the tests on that device rely on.</summary>
    [TestMethod]
    [LazyDeviceCondition]
    public void LazyDevice_ATensorOfTheCpuAmongItsOwn_Raises()
    {
        using var scope = NewDisposeScope();
        var there = ones(3).to(LazyDevice.Instance);
        var e = Assert.Throws<Exception>(() => there * ones(3));
        Assert.Contains("not a lazy tensor", e.Message);
        TensorAssert.AreClose(ones(3) * 2, (there + there).cpu(), rtol: 0, atol: 0);
    }

    private static void TrainsScoresAndStreamsAsOnTheCpu(Device device, EncoderPrecision precision, double tolerance)
    {
        var (expectedSteps, steps) = (new List<StepProgress>(), new List<StepProgress>());
        using var expected = Fit(CPU, precision, expectedSteps);
        using var model = Fit(device, precision, steps);

        Assert.IsTrue(model.Model.Network.state_dict().Values.All(tensor => tensor.device_type == device.type));
        Assert.HasCount(2, steps);
        foreach (var (e, s) in expectedSteps.Zip(steps))
            foreach (var task in e.Losses.Keys)
            {
                Assert.AreEqual(e.Losses[task], s.Losses[task], tolerance * e.Losses[task], $"{task}, step {e.Step}");
                Assert.AreEqual(e.Weights[task], s.Weights[task], tolerance * e.Weights[task], $"{task}, step {e.Step}");
            }
        Assert.IsTrue(model.History.Epochs[0].ValidationLosses.Values.All(double.IsFinite));

        // The same weights in both: the lazy device does not update the running statistics of batch normalisation.
        using var folder = new TemporaryFolder();
        var weights = Path.Combine(folder.Path, "weights.safetensors");
        expected.SaveWeights(weights);
        using var same = model.WithWeights(weights);
        var rows = ToyScenes.View(s_mlContext, 3, seed: 4);
        float[][] depths = [.. Depths(expected.Transform(rows))], scored = [.. Depths(same.Transform(rows))];
        using var video = s_mlContext.MultiTask().CreateStreamingEngine(same);
        byte[][] frames = [.. rows.GetColumn<VBuffer<byte>>("Frame0").Select(frame => frame.DenseValues().ToArray())];
        for (int i = 0; i < depths.Length; i++)
        {
            AreClose(depths[i], scored[i], tolerance);
            AreClose(depths[i], video.Predict(frames[i]).Quantities("Depth"), tolerance);
        }
    }

    private static void StepsAsOnTheCpu(Device device, OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        var (expected, actual) = (new Parameter(linspace(-1, 1, 50)), new Parameter(linspace(-1, 1, 50).to(device)));
        foreach (var parameter in new[] { expected, actual })
        {
            using ParameterOptimizer optimizer = kind == OptimizerKind.Sgd
                ? new SgdOptimizer([parameter], weightDecay: 0.1)
                : new AdamOptimizer([parameter], weightDecay: 0.1, decoupled: kind == OptimizerKind.AdamW);
            for (int step = 0; step < 3; step++)
            {
                optimizer.ZeroGradients();
                (parameter * parameter).sum().backward();
                nn.utils.clip_grad_norm_([parameter], 0.5);
                optimizer.Step(0.1);
            }
        }
        TensorAssert.AreClose(expected, actual.cpu(), rtol: 1e-5, atol: 1e-5);
    }

    private static MultiTaskTransformer Fit(Device device, EncoderPrecision precision, List<StepProgress> steps) =>
        s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            Tasks = [DenseTask.Segmentation(ToyScenes.Classes, classWeights: [1, 2, 0.5f]), DenseTask.Depth(), DenseTask.Motion()],
            FrameColumnNames = ["Frame0"], EncoderPrecision = precision, Combiner = LossCombiner.Uncertainty(),
            Optimizer = OptimizerKind.Sgd, Epochs = 1, BatchSize = 2, ShufflesRows = false,
            ValidationSet = ToyScenes.View(s_mlContext, 3, seed: 2),
            OnStep = step =>
            {
                steps.Add(step);
                if (device.type == LazyDevice.Instance.type) LazyDevice.Run();
            },
        }).TrainOn(device, ToyScenes.View(s_mlContext, 4));

    private static IEnumerable<float[]> Depths(IDataView scored) =>
        scored.GetColumn<VBuffer<float>>("PredictedDepth").Select(row => row.DenseValues().ToArray());

    private static void AreClose(float[] expected, float[] actual, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance * expected.Max());
    }
}

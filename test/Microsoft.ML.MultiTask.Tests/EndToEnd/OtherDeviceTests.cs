using Microsoft.ML.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Training, scoring and streaming on a device that is not the CPU, as CUDA is, against the CPU. A tensor that was left behind on the CPU
/// would end the process, with "Input tensor is not a lazy tensor". One stream: in libtorch 1.13 that device cannot part a batch.
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
    public void Fit_TrainsAsOnTheCpu_AndScoresAndStreams(EncoderPrecision precision, double tolerance)
    {
        var (expectedSteps, steps) = (new List<StepProgress>(), new List<StepProgress>());
        using var expected = Fit(CPU, precision, expectedSteps);
        using var model = Fit(LazyDevice.Instance, precision, steps);

        Assert.IsTrue(model.Model.Network.state_dict().Values.All(LazyDevice.Has));
        Assert.HasCount(2, steps);
        foreach (var (e, s) in expectedSteps.Zip(steps))
            foreach (var task in e.Losses.Keys)
            {
                Assert.AreEqual(e.Losses[task], s.Losses[task], tolerance * e.Losses[task], $"{task}, step {e.Step}");
                Assert.AreEqual(e.Weights[task], s.Weights[task], tolerance * e.Weights[task], $"{task}, step {e.Step}");
            }
        Assert.IsTrue(model.History.Epochs[0].ValidationLosses.Values.All(double.IsFinite));

        // The lazy device does not move the running statistics of batch normalisation.
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

    [TestMethod]
    [LazyDeviceCondition]
    [DataRow(OptimizerKind.Adam)]
    [DataRow(OptimizerKind.AdamW)]
    [DataRow(OptimizerKind.Sgd)]
    public void Optimizer_Steps_AreTheCpus(OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        var (expected, actual) = (new Parameter(linspace(-1, 1, 50)), new Parameter(linspace(-1, 1, 50).to(LazyDevice.Instance)));
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
                if (device.type != CPU.type) LazyDevice.CatchUp();
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

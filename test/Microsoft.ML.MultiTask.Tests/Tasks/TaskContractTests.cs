using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What holds for every task: the package's own, with and without class weights, and one as a user would write it.</summary>
[TestClass]
public sealed class TaskContractTests
{
    private const int N = 2, H = 6, W = 5;

    public static IEnumerable<TestDataRow<DenseTask>> Tasks =>
    [
        new(DenseTask.Segmentation(4)) { DisplayName = "segmentation" },
        new(DenseTask.Segmentation(4, [1, 2, 0.5f, 3])) { DisplayName = "segmentation, class weights" },
        new(DenseTask.Depth(targetScale: 10, huberDelta: 2)) { DisplayName = "depth" },
        new(DenseTask.Motion()) { DisplayName = "motion" },
        new(DenseTask.Motion([1, 8])) { DisplayName = "motion, class weights" },
        new(DenseTask.Segmentation(4, [1, 2, 0.5f, 3], loss: SegmentationLoss.Focal())) { DisplayName = "segmentation, focal" },
        new(DenseTask.Segmentation(4, loss: SegmentationLoss.CrossEntropy.Plus(SegmentationLoss.Dice))) { DisplayName = "segmentation, Dice" },
        new(DenseTask.Motion([1, 8], loss: SegmentationLoss.Lovasz)) { DisplayName = "motion, Lovasz" },
        new(DenseTask.Depth(loss: DepthLoss.BerHu(space: DepthSpace.Inverse))) { DisplayName = "depth, BerHu" },
        new(DenseTask.Depth(loss: DepthLoss.ScaleInvariant(), farthestMeters: 80)) { DisplayName = "depth, scale-invariant" },
        new(new RangeTask()) { DisplayName = "a user's" },
        new(new BrightnessTask("Brightness", "Brightness")) { DisplayName = "another user's" },
    ];

    /// <summary>Of those that compare all classes at once, the lazy device mixes up the types of its own results; CUDA runs them.</summary>
    public static IEnumerable<TestDataRow<DenseTask>> TasksOfTheLazyDevice =>
        Tasks.Where(row => row.DisplayName is not ("segmentation, Dice" or "motion, Lovasz"));

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void LossAndPrediction_HaveTheStatedShapesAndTypes(DenseTask task)
    {
        using var scope = NewDisposeScope();
        var output = Output(task).requires_grad_(true);
        var loss = task.Loss(output, Label(task));
        loss.backward();
        Assert.AreEqual(0, loss.dim());
        Assert.IsTrue(double.IsFinite(loss.item<float>()));
        Assert.IsGreaterThan(0, output.grad!.abs().sum().item<float>());
        var prediction = task.Predict(output);
        Assert.AreSequenceEqual([N, H, W], prediction.shape);
        Assert.AreEqual(task.ItemType.RawType == typeof(byte) ? ScalarType.Byte : ScalarType.Float32, prediction.dtype);
    }

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void LossAndPrediction_LeaveNoTensorButTheResult(DenseTask task)
    {
        using Tensor output = Output(task), label = Label(task);
        var before = LiveTensors.OfThisThread;
        for (int i = 0; i < 3; i++)
        {
            using (task.Loss(output, label))
                Assert.AreEqual(before + 1, LiveTensors.OfThisThread, "loss");
            using (task.Predict(output))
                Assert.AreEqual(before + 1, LiveTensors.OfThisThread, "prediction");
        }
        Assert.AreEqual(before, LiveTensors.OfThisThread);
    }

    [TestMethod]
    [DynamicData(nameof(Tasks))]
    public void Metric_LeavesNoTensor_NotEvenWhereItRaises(DenseTask task)
    {
        using var output = Output(task);
        using Tensor label = Label(task), prediction = task.Predict(output), narrow = prediction.narrow(2, 0, W - 1);
        using Tensor strided = prediction.transpose(1, 2), stridedLabel = label.transpose(1, 2);
        var before = LiveTensors.OfThisThread;
        var metric = task.CreateMetric(new EvaluationOptions());
        for (int i = 0; i < 3; i++)
        {
            metric.Update(prediction, label);
            metric.Update(strided, stridedLabel);
            Assert.ThrowsExactly<ArgumentException>(() => metric.Update(narrow, label));
            metric.Compute();
            metric.Reset();
            Assert.AreEqual(before, LiveTensors.OfThisThread);
        }
    }

    [TestMethod]
    [LazyDeviceCondition]
    [DoNotParallelize]
    [DynamicData(nameof(TasksOfTheLazyDevice))]
    public void LossAndPrediction_OnTheLazyDevice_AreThoseOfTheCpu(DenseTask task) => AreThoseOfTheCpu(task, LazyDevice.Instance);

    [TestMethod]
    [CudaCondition]
    [DynamicData(nameof(Tasks))]
    public void LossAndPrediction_OnCuda_AreThoseOfTheCpu(DenseTask task) => AreThoseOfTheCpu(task, device("cuda:0"));

    private static void AreThoseOfTheCpu(DenseTask task, Device device)
    {
        using var scope = NewDisposeScope();
        var here = Output(task).requires_grad_(true);
        var there = Output(task).to(device).requires_grad_(true);
        var label = Label(task);
        var (expected, actual) = (task.Loss(here, label), task.Loss(there, label.to(device)));
        expected.backward();
        actual.backward();
        Assert.AreEqual(device.type, actual.device_type);
        TensorAssert.AreClose(expected, actual.cpu(), rtol: 1e-5, atol: 1e-6);
        TensorAssert.AreClose(here.grad!, there.grad!.cpu(), rtol: 1e-5, atol: 1e-6);

        var prediction = task.Predict(there);
        Assert.AreEqual(device.type, prediction.device_type);
        TensorAssert.AreClose(task.Predict(here), prediction.cpu(), rtol: 1e-6, atol: 0);
        var (metric, metricThere) = (task.CreateMetric(), task.CreateMetric());
        metric.Update(task.Predict(here), label);
        metricThere.Update(prediction, label.to(device));
        Assert.AreSequenceEqual(metric.Compute().Values.ToArray(), metricThere.Compute().Values.ToArray());
    }

    /// <summary>float32 [N, C, H, W].</summary>
    private static Tensor Output(DenseTask task)
    {
        using var scope = NewDisposeScope();
        return Draws.Random(1, N, task.OutputChannels, H, W).MoveToOuterDisposeScope();
    }

    /// <summary>Classes or metres, [N, H, W], without a label in the first row of each image.</summary>
    private static Tensor Label(DenseTask task)
    {
        using var scope = NewDisposeScope();
        var values = Draws.Random(2, N, H, W).abs() / 2;                                          // [0, 1]
        bool isClass = task.ItemType.RawType == typeof(byte);
        var label = isClass ? (values * (task.LabelLimit - 0.01)).to(ScalarType.Byte) : values + 0.1;
        label[.., 0] = isClass ? tensor(DenseTask.Ignore) : tensor(float.NaN);
        return label.MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MotionMetricTests
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [TestCleanup]
    public void DisposeTensors() => _scope.Dispose();

    /// <summary>By hand: TP 3, FP 2, FN 1, TN 5, one pixel ignored.</summary>
    [TestMethod]
    public void Compute_ReferenceImage_GivesEveryMetric()
    {
        var metric = new MotionMetric();
        metric.Update(Classes(0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1), Classes(0, 0, 1, 1, 0, 1, 1, 255, 0, 0, 0, 0));

        var metrics = metric.Compute();

        Assert.AreEqual(11, metrics.LabelledPixels);
        Assert.AreEqual(8 / 11.0, metrics.Accuracy, 1e-12);
        Assert.AreEqual(0.5, metrics.MovingIoU, 1e-12);
        Assert.AreEqual(0.6, metrics.Precision, 1e-12);
        Assert.AreEqual(0.75, metrics.Recall, 1e-12);
        Assert.AreEqual(2 / 3.0, metrics.F1Score, 1e-12);
        Assert.AreEqual(0.625, metrics.StaticIoU, 1e-12);
        Assert.AreEqual(0.5625, metrics.MeanIoU, 1e-12);
    }

    [TestMethod]
    public void Compute_NothingMoves_LeavesTheStaticClass()
    {
        var metric = new MotionMetric();
        metric.Update(Classes(0, 0), Classes(0, 255));
        var metrics = metric.Compute();
        Assert.AreEqual(1, metrics.Accuracy);
        Assert.IsTrue(double.IsNaN(metrics.MovingIoU) && double.IsNaN(metrics.Precision) && double.IsNaN(metrics.Recall));
        Assert.AreEqual(double.NaN, metrics.F1Score);
        Assert.AreEqual(1, metrics.StaticIoU);
        Assert.AreEqual(1, metrics.MeanIoU);                             // of the one class that is there
    }

    [TestMethod]
    public void Compute_NothingLabelled_IsNotANumber()
    {
        var metrics = new MotionMetric().Compute();
        Assert.AreEqual(0, metrics.LabelledPixels);
        Assert.IsTrue(metrics.Values.All(value => double.IsNaN(value.Value)));
    }

    [TestMethod]
    public void Update_ThirdClass_Throws() =>
        Assert.Contains("class 2", Assert.ThrowsExactly<InvalidDataException>(() => new MotionMetric().Update(Classes(0), Classes(2))).Message);

    private static Tensor Classes(params byte[] values) => torch.tensor(values).reshape(1, 1, values.Length);
}

using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DepthMetricTests
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [TestCleanup]
    public void DisposeTensors() => _scope.Dispose();

    /// <summary>
    /// Two 2x3 images with three missing pixels; the expected numbers are the textbook formulas pooled over the nine others, in float64.
    /// </summary>
    private static Tensor Labels => Depths(2, 4, 0, 10, 20, 0.5f, 1, float.NaN, -1, 80, 3, 6);

    private static Tensor Predictions => Depths(2.5f, 3, 9, 12, 15, 0.5f, 1.3f, 2, 1, 60, 3.5f, 5);

    [TestMethod]
    public void Compute_ReferenceImages_PoolsOverAllLabelledPixels()
    {
        var metric = new DepthMetric();
        metric.Update(Predictions[..1], Labels[..1]);
        metric.Update(Predictions[1..], Labels[1..]);

        var metrics = metric.Compute();

        Assert.AreEqual(9, metrics.LabelledPixels);
        Assert.AreEqual(0.2037037037037037, metrics.AbsRelError, 1e-7); // 1.3 is not a float32
        Assert.AreEqual(6.924914760807128, metrics.RmseError, 1e-7);
        Assert.AreEqual(4 / 9.0, metrics.Delta1Accuracy, 1e-12);        // 2.5 / 2 is exactly 1.25, which does not count
    }

    [TestMethod]
    [DataRow(0f, DisplayName = "zero")]
    [DataRow(-2f, DisplayName = "negative")]
    public void Compute_PredictionThatIsNoDepth_IsOutsideDelta(float prediction)
    {
        var metric = new DepthMetric();
        metric.Update(torch.full([1, 1, 1], prediction), torch.ones(1, 1, 1));
        Assert.AreEqual(0, metric.Compute().Delta1Accuracy);
    }

    [TestMethod]
    public void Compute_NothingLabelled_IsNotANumber()
    {
        var metric = new DepthMetric();
        metric.Update(torch.ones(1, 1, 3), torch.tensor((float[])[float.NaN, 0, float.PositiveInfinity]).reshape(1, 1, 3));
        var metrics = metric.Compute();
        Assert.AreEqual(0, metrics.LabelledPixels);
        Assert.IsTrue(metrics.Values.All(value => double.IsNaN(value.Value)));
    }

    [TestMethod]
    public void Reset_AfterUpdates_StartsAnew()
    {
        var metric = new DepthMetric();
        metric.Update(Predictions, Labels);
        metric.Reset();
        metric.Update(Labels, Labels);
        Assert.AreEqual(0, metric.Compute().RmseError);
        Assert.AreEqual(9, metric.Compute().LabelledPixels);
    }

    [TestMethod]
    public void Update_ShapesThatDiffer_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new DepthMetric().Update(torch.ones(1, 2, 3), torch.ones(1, 3, 2)));

    private static Tensor Depths(params float[] values) => torch.tensor(values).reshape(2, 2, 3);
}

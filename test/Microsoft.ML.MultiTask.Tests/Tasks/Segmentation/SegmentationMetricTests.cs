using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SegmentationMetricTests
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [TestCleanup]
    public void DisposeTensors() => _scope.Dispose();

    /// <summary>
    /// Two 3x4 images; the expected numbers are from the textbook formulas in float64, and agree with LibMTL's on three classes.
    /// </summary>
    private static Tensor Labels => Classes(0, 0, 1, 1, 0, 2, 2, 1, 255, 2, 2, 255, 1, 1, 1, 0, 2, 2, 0, 0, 2, 2, 0, 255);

    private static Tensor Predictions => Classes(0, 1, 1, 1, 0, 2, 1, 1, 0, 2, 2, 2, 1, 1, 0, 0, 2, 2, 0, 0, 1, 2, 0, 0);

    [TestMethod]
    public void Compute_ReferenceImages_LeavesTheAbsentClassOut()
    {
        var metric = new SegmentationMetric(4);
        metric.Update(Predictions, Labels);

        var metrics = metric.Compute();

        Assert.AreEqual(21, metrics.LabelledPixels);
        Assert.AreEqual(0.8095238095238095, metrics.PixelAccuracy, 1e-12);
        Assert.AreEqual(0.6851851851851851, metrics.MeanIoU, 1e-12);
        Assert.AreEqual(3, metrics.CountedClasses);
        Assert.AreEqual(0.75, metrics.PerClassIoU[0]!.Value, 1e-12);
        Assert.AreEqual(0.5555555555555556, metrics.PerClassIoU[1]!.Value, 1e-12);
        Assert.AreEqual(0.75, metrics.PerClassIoU[2]!.Value, 1e-12);
        Assert.IsNull(metrics.PerClassIoU[3]);
        Assert.AreEqual(0.8134920634920636, metrics.MeanClassAccuracy, 1e-12);
        Assert.AreEqual(0.6944444444444444, metrics.FrequencyWeightedIoU, 1e-12);
        Assert.AreSequenceEqual(new double?[] { 6 / 7.0, 5 / 6.0, 0.75, null }, metrics.PerClassAccuracy);
    }

    [TestMethod]
    public void Update_ImageByImage_EqualsBothAtOnce()
    {
        var whole = new SegmentationMetric(3);
        whole.Update(Predictions, Labels);
        var parts = new SegmentationMetric(3);
        parts.Update(Predictions[..1], Labels[..1]);
        parts.Update(Predictions[1..], Labels[1..]);

        Assert.AreEqual(whole.Compute().PixelAccuracy, parts.Compute().PixelAccuracy);
        Assert.AreEqual(whole.Compute().MeanIoU, parts.Compute().MeanIoU);
    }

    [TestMethod]
    public void Compute_ClassPredictedButNeverLabelled_CountsAsZero()
    {
        var metric = new SegmentationMetric(3);
        metric.Update(Classes(0, 2), Classes(0, 0));
        Assert.AreEqual(0.25, metric.Compute().MeanIoU); // (1/2 + 0) / 2
        Assert.AreEqual(2, metric.Compute().CountedClasses);
        Assert.AreSequenceEqual(new double?[] { 0.5, null, null }, metric.Compute().PerClassAccuracy);
        Assert.AreEqual(0.5, metric.Compute().MeanClassAccuracy);        // class 2 was never there to be found
        Assert.AreEqual(0.5, metric.Compute().FrequencyWeightedIoU);
    }

    [TestMethod]
    public void Compute_NothingLabelled_IsNotANumber()
    {
        var metric = new SegmentationMetric(3);
        metric.Update(Classes(0, 1), Classes(255, 255));
        metric.Update(torch.zeros(0, 3, 4, ScalarType.Byte), torch.zeros(0, 3, 4, ScalarType.Byte));

        var metrics = metric.Compute();

        Assert.AreEqual(0, metrics.LabelledPixels);
        Assert.AreEqual(double.NaN, metrics.PixelAccuracy);
        Assert.AreEqual(double.NaN, metrics.MeanIoU);
        Assert.AreEqual(0, metrics.CountedClasses);
    }

    [TestMethod]
    public void Reset_AfterUpdates_StartsAnew()
    {
        var metric = new SegmentationMetric(3);
        metric.Update(Classes(0, 0), Classes(1, 1));
        metric.Reset();
        metric.Update(Classes(1, 1), Classes(1, 1));
        Assert.AreEqual(1, metric.Compute().PixelAccuracy);
        Assert.AreEqual(2, metric.Compute().LabelledPixels);
    }

    [TestMethod]
    public void Update_TransposedAndOtherIntegerTypes_CountsTheSamePixels()
    {
        var metric = new SegmentationMetric(3);
        metric.Update(Predictions.transpose(1, 2).to(ScalarType.Int64), Labels.transpose(1, 2).to(ScalarType.Int64));
        Assert.AreEqual(0.8095238095238095, metric.Compute().PixelAccuracy, 1e-12);
    }

    /// <summary>Cut to a byte these would be class 0, 1 and 2.</summary>
    [TestMethod]
    [DataRow(256)]
    [DataRow(-255)]
    [DataRow(1L << 40 | 2)]
    public void Update_IdsBeyondAByte_AreNotCut(long id)
    {
        var metric = new SegmentationMetric(3);
        torch.Tensor zero = Classes(0, 1).to(ScalarType.Int64), wrong = torch.tensor(new[] { 0, id }).reshape(1, 1, 2);
        Assert.Contains($"label is class {id}", Assert.ThrowsExactly<InvalidDataException>(() => metric.Update(zero, wrong)).Message);
        Assert.Contains($"prediction is class {id}", Assert.ThrowsExactly<InvalidDataException>(() => metric.Update(wrong, zero)).Message);
        metric.Reset();
        metric.Update(wrong, Classes(1, 255));                                               // not checked where nothing is labelled
        Assert.AreEqual(1, metric.Compute().LabelledPixels);
    }

    [TestMethod]
    public void Update_ClassesAsFloats_AreRefused()
    {
        var metric = new SegmentationMetric(3);
        var e = Assert.ThrowsExactly<ArgumentException>(() => metric.Update(Classes(0, 1).to(ScalarType.Float32), Classes(0, 1)));
        Assert.Contains("Class ids must be integers, but the prediction is Float32 and the label Byte.", e.Message);
    }

    [TestMethod]
    public void Update_BadInput_SaysWhatIsWrong()
    {
        var metric = new SegmentationMetric(3);
        Assert.Contains("label is class 7", Assert.ThrowsExactly<InvalidDataException>(() => metric.Update(Classes(0, 0), Classes(7, 0))).Message);
        Assert.Contains("prediction is class 3", Assert.ThrowsExactly<InvalidDataException>(() => metric.Update(Classes(3, 0), Classes(2, 0))).Message);
        Assert.Contains("[1, 1, 2]", Assert.ThrowsExactly<ArgumentException>(() => metric.Update(Classes(0, 0), Classes(0, 0, 0))).Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SegmentationMetric(1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SegmentationMetric(13, ignore: 12));
    }

    /// <summary>uint8 [2, 3, 4] for 24 values, otherwise [1, 1, count].</summary>
    private static Tensor Classes(params byte[] values) =>
        values.Length == 24 ? torch.tensor(values).reshape(2, 3, 4) : torch.tensor(values).reshape(1, 1, values.Length);
}

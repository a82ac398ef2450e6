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
    /// Two 2x3 images with three missing pixels. The expected numbers are the textbook formulas in Python's float64, pooled over the
    /// other nine; absolute and relative error agree with what LibMTL's DepthMetric gives on them.
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
        AreClose(
            [
                0.2037037037037037, 6.924914760807128, 4 / 9.0, 1, 1, 3.3666666666666667, 0.8183333333333332, 0.22537763578982242,
                0.09010876187396176, 0.22400670464017938, 90.76862146762066,
            ],
            metrics); // 2.5 / 2 is exactly 1.25, which does not count in δ1
    }

    [TestMethod]
    public void Compute_MedianScaling_ScalesEachImageByItsOwnRatio()
    {
        var metric = new DepthMetric(new() { ScalesByMedian = true });
        metric.Update(Predictions, Labels);                             // the ratios are 4/3 and 18/17
        AreClose(
            [
                0.28169934640522876, 5.87105992955993, 4 / 9.0, 7 / 9.0, 1, 2.8620915032679735, 0.9251458840616855, 0.29442230606229425,
                0.10399084371932843, 0.2468893023863526, 202.9631628625755,
            ],
            metric.Compute());
    }

    [TestMethod]
    public void Compute_MedianScaling_OfTwiceTheDepth_IsExact()
    {
        var metric = new DepthMetric(new() { ScalesByMedian = true });
        metric.Update(Labels * 2, Labels);
        Assert.AreEqual(0, metric.Compute().RmseError, 1e-12);
        metric.Update(torch.zeros(1, 1, 2), torch.full([1, 1, 2], float.NaN));       // an image without labels has no ratio
        Assert.AreEqual(9, metric.Compute().LabelledPixels);
        metric.Reset();
        metric.Update(torch.zeros(1, 1, 2), torch.ones(1, 1, 2));                    // nor has one without depths: they stay the least
        Assert.AreEqual(0.999, metric.Compute().AbsError, 1e-12);
    }

    [TestMethod]
    public void Compute_Caps_LeaveLabelsOutAndClampPredictions()
    {
        var metric = new DepthMetric(new() { MinDepth = 0.6, MaxDepth = 11 });
        metric.Update(Predictions, Labels);
        Assert.AreEqual(6, metric.Compute().LabelledPixels);
        AreClose(
            [
                0.20555555555555555, 0.7735200923914862, 0.5, 1, 1, 0.7166666666666667, 0.13583333333333333, 0.21113843764623033,
                0.08721880379327604, 0.20646854475051993, 110.80027959473024,
            ],
            metric.Compute());
    }

    [TestMethod]
    public void Compute_LabelAtACap_DoesNotCount()
    {
        var metric = new DepthMetric(new() { MinDepth = 1, MaxDepth = 80 });
        metric.Update(Depths(1, 80, 1.5f, 79.5f, 0, 81, 1, 1, 1, 1, 1, 1), Depths(1, 80, 1.5f, 79.5f, 0, 81, 1, 1, 1, 1, 1, 1));
        Assert.AreEqual(2, metric.Compute().LabelledPixels);
    }

    /// <summary>The rows and columns of KITTI's 375 x 1242 are those that NumPy cuts the published fractions to.</summary>
    [TestMethod]
    public void Compute_Crop_CountsItsRowsAndColumnsOnly()
    {
        AreCounted(ImageCrop.Garg, 375, 1242, 153..371, 44..1197);
        AreCounted(ImageCrop.Eigen, 375, 1242, 124..342, 44..1197);
        AreCounted(ImageCrop.Garg, 20, 32, 8..19, 1..30);
        AreCounted(null, 4, 6, 0..4, 0..6);

        static void AreCounted(ImageCrop? crop, int height, int width, Range rows, Range columns)
        {
            var metric = new DepthMetric(new() { Crop = crop, ScalesByMedian = true });
            var inside = torch.full([1, height, width], float.NaN);
            inside[0, rows.Start.Value..rows.End.Value, columns.Start.Value..columns.End.Value] = torch.tensor(3f);
            metric.Update(torch.full([1, height, width], 3f), torch.full([1, height, width], 3f));
            var all = metric.Compute().LabelledPixels;
            metric.Reset();
            metric.Update(torch.full([1, height, width], 3f), inside);
            Assert.AreEqual(all, metric.Compute().LabelledPixels, "no pixel outside");
            Assert.AreEqual((rows.End.Value - rows.Start.Value) * (columns.End.Value - columns.Start.Value), all);
        }
    }

    [TestMethod]
    public void Options_OutOfRange_AreNamed()
    {
        Assert.Contains("'MinDepth' must be a positive number of metres, but was 0", Message(() => new DepthMetric(new() { MinDepth = 0 })));
        Assert.Contains("'MaxDepth' must be above 'MinDepth', 1 m, but was 1", Message(() => new DepthMetric(new() { MinDepth = 1, MaxDepth = 1 })));
        Assert.Contains("'bottom' must be above 'top', 0.5, and at most 1, but was 0.4", Message(() => new ImageCrop(0.5, 0.4, 0, 1)));
        Assert.Contains("'left' must be at least 0 and below 1, but was -0.1", Message(() => new ImageCrop(0, 1, -0.1, 1)));

        static string Message(Func<object> create) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => create()).Message;
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

    [TestMethod]
    public void Compute_PredictionThatIsNoDepth_IsMeasuredAsTheLeastDepth()
    {
        var metric = new DepthMetric();
        metric.Update(Depths(-5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Depths(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        var metrics = metric.Compute();
        Assert.AreEqual(0.999, metrics.AbsError, 1e-12);
        Assert.AreEqual(Math.Log(1000), metrics.RmseLogError, 1e-12);
        Assert.AreEqual(3, metrics.Log10Error, 1e-12);
    }

    /// <summary>In the order of <see cref="DepthMetrics.Values"/>; 1.3 is not a float32.</summary>
    private static void AreClose(double[] expected, DepthMetrics actual)
    {
        Assert.HasCount(expected.Length, actual.Values);
        foreach (var ((name, value), number) in actual.Values.Zip(expected))
            Assert.AreEqual(number, value, 1e-7 * Math.Max(1, number), name);
    }

    private static Tensor Depths(params float[] values) => torch.tensor(values).reshape(2, 2, 3);
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MotionTaskTests
{
    [TestMethod]
    public void Predict_Scores_GiveTheLikelierClass()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new[] { 1f, -1f, 0.5f, 2f }).reshape(1, 2, 1, 2);
        Assert.AreSequenceEqual(new byte[] { 0, 1 }, DenseTask.Motion().Predict(output).data<byte>().ToArray());
    }

    /// <summary>The same loss and, where the metrics overlap, the same values as a segmentation of two classes.</summary>
    [TestMethod]
    public void Motion_IsASegmentationOfTwoClasses()
    {
        using var scope = NewDisposeScope();
        DenseTask motion = DenseTask.Motion([1, 4]), segmentation = DenseTask.Segmentation(2, [1, 4]);
        var output = Draws.Random(3, 2, 2, 5, 7);
        var label = Draws.Random(4, 2, 5, 7).gt(0.4).to(ScalarType.Byte);
        label[0, 0] = tensor(DenseTask.Ignore);
        Assert.AreEqual(segmentation.Loss(output, label).item<float>(), motion.Loss(output, label).item<float>());

        var (binary, classes) = ((MotionMetric)motion.CreateMetric(), (SegmentationMetric)segmentation.CreateMetric());
        binary.Update(motion.Predict(output), label);
        classes.Update(segmentation.Predict(output), label);
        var (m, s) = (binary.Compute(), classes.Compute());
        Assert.AreEqual(63, m.LabelledPixels);
        Assert.AreEqual(
            (s.LabelledPixels, s.PixelAccuracy, s.MeanIoU, s.PerClassIoU[0], s.PerClassIoU[1], s.PerClassAccuracy[1]),
            (m.LabelledPixels, m.Accuracy, m.MeanIoU, m.StaticIoU, m.MovingIoU, m.Recall));
    }
}

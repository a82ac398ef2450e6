using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SegmentationTaskTests
{
    [TestMethod]
    public void Loss_UniformLogits_IsLogOfTheClassCount_IgnoredPixelsLeftOut()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new byte[] { 0, 1, 2, 255 }).reshape(1, 2, 2);
        var output = zeros(1, 3, 2, 2);
        output[0, 0, 1, 1] = tensor(1000f);                                               // at the ignored pixel
        Assert.AreEqual(Math.Log(3), DenseTask.Segmentation(3).Loss(output, label).item<float>(), 1e-6);
    }

    [TestMethod]
    public void Loss_ClassWeights_AreAWeightedMean()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new byte[] { 0, 1 }).reshape(1, 1, 2);
        var output = tensor(new float[] { 2, 0, 0, 0 }).reshape(1, 2, 1, 2);              // class 0 has logits (2, 0), class 1 (0, 0)
        double first = Math.Log(1 + Math.Exp(-2)), second = Math.Log(2);
        Assert.AreEqual((1 * first + 3 * second) / 4, DenseTask.Segmentation(2, classWeights: [1, 3]).Loss(output, label).item<float>(), 1e-6);
    }

    [TestMethod]
    public void Segmentation_BadArguments_AreNamed()
    {
        Assert.AreEqual("classCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Segmentation(1)).ParamName);
        Assert.AreEqual("classCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Segmentation(256)).ParamName);
        var e = Assert.ThrowsExactly<ArgumentException>(() => DenseTask.Segmentation(3, [1, 2.5f]));
        Assert.AreEqual("classWeights", e.ParamName);
        Assert.Contains("must be 3 positive numbers, but was [1, 2.5]", e.Message);
        Assert.AreEqual("classWeights", Assert.ThrowsExactly<ArgumentException>(() => DenseTask.Segmentation(2, [1, 0])).ParamName);
        Assert.AreEqual("classWeights", Assert.ThrowsExactly<ArgumentException>(() => DenseTask.Segmentation(2, [1, float.NaN])).ParamName);
    }
}

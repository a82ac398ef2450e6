using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.Modules;

[TestClass]
public sealed class LossTests
{
    private static readonly double s_softmaxOf2And1 = Math.Log(1 + Math.Exp(-1));       // cross entropy of scores (2, 1) for class 0

    [TestMethod]
    public void CrossEntropy_IgnoresWeighsAndReduces()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new float[,] { { 2, 1 }, { 2, 1 }, { 2, 1 } });
        var classes = tensor(new long[] { 0, 1, 255 });
        var first = s_softmaxOf2And1;
        var second = s_softmaxOf2And1 + 1;
        Assert.AreEqual((first + second) / 2, F.cross_entropy(scores, classes, ignore_index: 255).item<float>(), 1e-6);
        Assert.AreEqual(
            first + second, F.cross_entropy(scores, classes, ignore_index: 255, reduction: nn.Reduction.Sum).item<float>(), 1e-6);
        TensorAssert.HasElements([first, second, 0], F.cross_entropy(scores, classes, ignore_index: 255, reduction: nn.Reduction.None));
        Assert.AreEqual((first + 3 * second) / 4,
            F.cross_entropy(scores, classes, tensor(new float[] { 1, 3 }), 255).item<float>(), 1e-6);
        Assert.AreEqual((first + second) / 2, nn.CrossEntropyLoss(ignore_index: 255).call(scores, classes).item<float>(), 1e-6);
    }

    [TestMethod]
    public void CrossEntropy_OverPixels()
    {
        using var scope = NewDisposeScope();
        var scores = zeros(2, 5, 3, 4);
        var loss = F.cross_entropy(scores, zeros(2, 3, 4, dtype: ScalarType.Int64));
        Assert.AreEqual(Math.Log(5), loss.item<float>(), 1e-6);
        Assert.AreEqual(Math.Log(5), F.nll_loss(scores.log_softmax(1), zeros(2, 3, 4, dtype: ScalarType.Int64)).item<float>(), 1e-6);
    }

    [TestMethod]
    public void RegressionLosses()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 0f, 0f });
        var y = tensor(new[] { 0.5f, 3f });
        Assert.AreEqual((0.25 + 9) / 2, F.mse_loss(x, y).item<float>(), 1e-6);
        Assert.AreEqual(1.75, F.l1_loss(x, y).item<float>(), 1e-6);
        TensorAssert.HasElements([0.125, 2.5], F.huber_loss(x, y, 1, nn.Reduction.None));
        TensorAssert.HasElements([0.125, 4], F.huber_loss(x, y, 2, nn.Reduction.None));
        TensorAssert.HasElements([0.0625, 2], F.smooth_l1_loss(x, y, nn.Reduction.None, 2));
        Assert.AreEqual(2.625, F.smooth_l1_loss(x, y, nn.Reduction.Sum).item<float>(), 1e-6);
    }

    [TestMethod]
    public void BinaryCrossEntropy_OfScores()
    {
        using var scope = NewDisposeScope();
        var loss = F.binary_cross_entropy_with_logits(tensor(new[] { 1f, -1f }), tensor(new[] { 1f, 1f }), reduction: nn.Reduction.None);
        TensorAssert.HasElements([s_softmaxOf2And1, s_softmaxOf2And1 + 1], loss);
    }
}

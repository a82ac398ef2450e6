using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DepthTaskTests
{
    /// <summary>Errors of 0.5 and 3 target units with delta 1: (0.125 + 2.5) / 2; the pixels that are NaN or 0 do not count.</summary>
    [TestMethod]
    public void Loss_Huber_IsTheMeanOverKnownPixels_InTargetUnits()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new[] { 1f, 2f, float.NaN, 0f }).reshape(1, 2, 2);
        var output = tensor(new[] { 10.5f, 23f, 1e6f, -1e6f }).reshape(1, 1, 2, 2);
        var task = DenseTask.Depth(targetScale: 10, huberDelta: 1);
        Assert.AreEqual((0.125 + 2.5) / 2, task.Loss(output, label).item<float>(), 1e-6);
        TensorAssert.AreClose(tensor(new[] { 1.05f, 2.3f, 1e5f, 0f }).reshape(1, 2, 2), task.Predict(output), 1e-6, 0);
    }

    /// <summary>One rule for the loss, the metric and what counts as labelled: infinite and absurd depths are missing.</summary>
    [TestMethod]
    [DataRow(float.PositiveInfinity)]
    [DataRow(121_053f)]
    [DataRow(float.MaxValue)]
    public void ALabelBeyond100Kilometres_IsMissing(float absurd)
    {
        using var scope = NewDisposeScope();
        var label = tensor(new[] { 2f, absurd }).reshape(1, 1, 2);
        var output = tensor(new[] { 5f, 5f }).reshape(1, 1, 1, 2).requires_grad_(true);
        var metric = new DepthMetric();

        var loss = DenseTask.Depth().Loss(output, label);
        loss.backward();
        metric.Update(output.detach().squeeze(1), label);

        Assert.AreEqual(2.5f, loss.item<float>(), 1e-6f);
        TensorAssert.AreClose(tensor(new[] { 1f, 0f }).reshape(1, 1, 1, 2), output.grad!, 1e-6, 0);
        Assert.AreEqual(1, metric.Compute().LabelledPixels);
        Assert.IsFalse(DenseTask.Depth().IsLabelled(absurd));
        Assert.IsTrue(DenseTask.Depth().IsLabelled(655.34f));
    }

    [TestMethod]
    public void Loss_MissingPixels_HaveNoGradient()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new[] { float.NaN, 3f }).reshape(1, 1, 2);
        var output = tensor(new[] { 7f, 7f }).reshape(1, 1, 1, 2).requires_grad_(true);
        DenseTask.Depth().Loss(output, label).backward();
        TensorAssert.AreClose(tensor(new[] { 0f, 1f }).reshape(1, 1, 1, 2), output.grad!, 1e-6, 0);
    }

    [TestMethod]
    public void Depth_PapersSetting_IsOneLine()
    {
        var task = (DepthTask)DenseTask.Depth(targetScale: 256, huberDelta: 250);
        Assert.AreEqual(256, task.TargetScale);
        Assert.AreEqual(DepthLoss.Huber(250), task.DepthLoss);
    }

    [TestMethod]
    public void Depth_BadArguments_AreNamed()
    {
        Assert.AreEqual("huberDelta", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Depth(huberDelta: 0)).ParamName);
        Assert.AreEqual("targetScale", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Depth(double.NaN)).ParamName);
    }
}

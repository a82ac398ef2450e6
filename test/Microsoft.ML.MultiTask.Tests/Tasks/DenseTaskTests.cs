using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DenseTaskTests
{
    [TestMethod]
    public void SegmentationLoss_UniformLogits_IsLogOfTheClassCount_IgnoredPixelsLeftOut()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new byte[] { 0, 1, 2, 255 }).reshape(1, 2, 2);
        var output = zeros(1, 3, 2, 2);
        output[0, 0, 1, 1] = tensor(1000f);                                               // at the ignored pixel
        Assert.AreEqual(Math.Log(3), DenseTask.Segmentation(3).Loss(output, label).item<float>(), 1e-6);
    }

    [TestMethod]
    public void SegmentationLoss_ClassWeights_AreAWeightedMean()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new byte[] { 0, 1 }).reshape(1, 1, 2);
        var output = tensor(new float[] { 2, 0, 0, 0 }).reshape(1, 2, 1, 2);              // class 0 has logits (2, 0), class 1 (0, 0)
        double first = Math.Log(1 + Math.Exp(-2)), second = Math.Log(2);
        Assert.AreEqual((1 * first + 3 * second) / 4, DenseTask.Segmentation(2, classWeights: [1, 3]).Loss(output, label).item<float>(), 1e-6);
    }

    /// <summary>Errors of 0.5 and 3 target units with delta 1: (0.125 + 2.5) / 2; the pixels that are NaN or 0 count for nothing.</summary>
    [TestMethod]
    public void DepthLoss_Huber_IsTheMeanOverKnownPixels_InTargetUnits()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new[] { 1f, 2f, float.NaN, 0f }).reshape(1, 2, 2);
        var output = tensor(new[] { 10.5f, 23f, 1e6f, -1e6f }).reshape(1, 1, 2, 2);
        var task = DenseTask.Depth(targetScale: 10, huberDelta: 1);
        Assert.AreEqual((0.125 + 2.5) / 2, task.Loss(output, label).item<float>(), 1e-6);
        TensorAssert.AreClose(tensor(new[] { 1.05f, 2.3f, 1e5f, 0f }).reshape(1, 2, 2), task.Predict(output), 1e-6, 0);
    }

    [TestMethod]
    public void DepthLoss_MissingPixels_HaveNoGradient()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new[] { float.NaN, 3f }).reshape(1, 1, 2);
        var output = tensor(new[] { 7f, 7f }).reshape(1, 1, 1, 2).requires_grad_(true);
        DenseTask.Depth().Loss(output, label).backward();
        TensorAssert.AreClose(tensor(new[] { 0f, 1f }).reshape(1, 1, 1, 2), output.grad!, 1e-6, 0);
    }

    [TestMethod]
    public void DepthTask_PapersSetting_IsOneLine()
    {
        var task = (DepthTask)DenseTask.Depth(targetScale: 256, huberDelta: 250);
        Assert.AreEqual(256, task.TargetScale);
        Assert.AreEqual(250, task.HuberDelta);
    }

    [TestMethod]
    public void MotionPredict_Scores_GiveTheLikelierClass()
    {
        using var scope = NewDisposeScope();
        var output = tensor(new[] { 1f, -1f, 0.5f, 2f }).reshape(1, 2, 1, 2);
        Assert.AreSequenceEqual(new byte[] { 0, 1 }, DenseTask.Motion().Predict(output).data<byte>().ToArray());
    }

    [TestMethod]
    public void ToJson_EveryBuiltInTask_ComesBackTheSame()
    {
        DenseTask[] tasks =
        [
            DenseTask.Segmentation(13, [.. Enumerable.Range(1, 13).Select(i => i / 7f)], "Scene", "Labels"),
            DenseTask.Depth(256, 250, labelColumnName: "Range"),
            DenseTask.Motion([1, 9.5f]),
        ];
        foreach (var task in tasks)
            Assert.AreEqual(task.ToJson(), DenseTask.FromJson(task.ToJson()).ToJson());
    }

    [TestMethod]
    public void FromJson_UnknownKind_SaysHowToRegisterIt()
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => DenseTask.FromJson("""{"kind":"Normals","name":"N","label":"N","settings":{}}"""));
        Assert.Contains("DenseTask.Register(\"Normals\"", e.Message);
    }

    [TestMethod]
    public void Segmentation_BadArguments_AreNamed()
    {
        Assert.AreEqual("classCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Segmentation(1)).ParamName);
        Assert.AreEqual("classCount", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Segmentation(256)).ParamName);
        Assert.AreEqual("classWeights", Assert.ThrowsExactly<ArgumentException>(() => DenseTask.Segmentation(3, [1, 2])).ParamName);
        Assert.AreEqual("huberDelta", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Depth(huberDelta: 0)).ParamName);
        Assert.AreEqual("targetScale", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Depth(double.NaN)).ParamName);
        Assert.AreEqual("name", Assert.ThrowsExactly<ArgumentException>(() => DenseTask.Motion(name: "is moving")).ParamName);
    }
}

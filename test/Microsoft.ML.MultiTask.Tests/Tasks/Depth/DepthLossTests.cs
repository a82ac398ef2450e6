using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Values are those of the formulas in the losses' remarks, worked by hand.</summary>
[TestClass]
public sealed class DepthLossTests
{
    private static readonly DepthLoss[] s_all =
    [
        DepthLoss.Huber(0.5), DepthLoss.Huber(1, DepthSpace.Logarithmic), DepthLoss.Huber(1, DepthSpace.Inverse), DepthLoss.BerHu(),
        DepthLoss.BerHu(0.5, DepthSpace.Inverse), DepthLoss.ScaleInvariant(), DepthLoss.ScaleInvariant(1),
    ];

    /// <summary>Errors 1, -3 and 10 and c = 0.2 · 10: 1 + (9 + 4) / 4 + (100 + 4) / 4, over 3 pixels.</summary>
    [TestMethod]
    public void BerHu_IsItsFormula()
    {
        var task = DenseTask.Depth(loss: DepthLoss.BerHu(0.2));
        Assert.AreEqual((1 + 3.25 + 26) / 3, Loss(task, [5, 5, 30, 9], [4, 8, 20, float.NaN]), 1e-5);
        Assert.AreEqual(0, Loss(task, [5, 5], [5, 5]), 0, "no error at all");
    }

    /// <summary>Errors ln 2 and 0: mean of squares ln²2 / 2, squared mean ln²2 / 4.</summary>
    [TestMethod]
    public void ScaleInvariant_IsItsFormula()
    {
        float[] output = [(float)Math.Log(8), (float)Math.Log(3), 99], label = [4, 3, float.NaN];
        double square = Math.Log(2) * Math.Log(2);
        foreach (double lambda in (double[])[0, 0.5, 1])
            Assert.AreEqual((square / 2) - (lambda * square / 4), Loss(DenseTask.Depth(loss: DepthLoss.ScaleInvariant(lambda)), output, label), 1e-6);
    }

    [TestMethod]
    public void ScaleInvariant_IsTheMeanOverImagesWithLabels()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new[] { 1f, 1f, 1f, float.NaN, float.NaN, float.NaN }).reshape(3, 1, 2);
        var output = tensor(new[] { 1f, 3f, 2f, 50f, 60f, 70f }).reshape(3, 1, 1, 2);
        var task = DenseTask.Depth(loss: DepthLoss.ScaleInvariant());
        Assert.AreEqual((((1 + 9) / 2.0) - (0.5 * 4) + (4 - (0.5 * 4))) / 2, task.Loss(output, label).item<float>(), 1e-5);
    }

    [TestMethod]
    public void ScaleInvariant_WithLambda1_IgnoresAFactorOnAllDepths()
    {
        var task = DenseTask.Depth(loss: DepthLoss.ScaleInvariant(1));
        Assert.AreEqual(Loss(task, [1, 2, 0.5f], [4, 3, 9]), Loss(task, [3, 4, 2.5f], [4, 3, 9]), 1e-5);
        Assert.IsGreaterThan(0.1, Loss(task, [1, 2, 0.5f], [4, 3, 9]));
    }

    [TestMethod]
    [DataRow(DepthSpace.Linear, 10.0, 80f, 800f)]
    [DataRow(DepthSpace.Logarithmic, 10.0, 80f, 43.820266f)]
    [DataRow(DepthSpace.Inverse, 10.0, 80f, 0.125f)]
    public void Space_IsWhatTheDecoderEmits(DepthSpace space, double scale, float meters, float output)
    {
        var task = DenseTask.Depth(targetScale: scale, loss: DepthLoss.Huber(1, space));
        Assert.AreEqual(0, Loss(task, [output, 7], [meters, float.NaN]), 1e-9);
        Assert.AreEqual(meters, Predict(task, output), 1e-3);
    }

    [TestMethod]
    [DataRow(DepthSpace.Linear, 1e9f, -1e9f, 0f)]
    [DataRow(DepthSpace.Logarithmic, 1e9f, -1e9f, 0f)]
    [DataRow(DepthSpace.Inverse, -1f, 1e9f, 1e-9f)]
    public void FarthestMeters_BoundsPredictionsAndLabels(DepthSpace space, float far, float near, float nearest)
    {
        var task = DenseTask.Depth(loss: DepthLoss.Huber(1, space), farthestMeters: 80);
        Assert.AreEqual(80, Predict(task, far), 1e-4);
        Assert.AreEqual(nearest, Predict(task, near), 1e-6);
        Assert.IsTrue(task.IsLabelled(80));
        Assert.IsFalse(task.IsLabelled(80.01f));
        Assert.AreEqual(Loss(task, [3], [2]), Loss(task, [3, 3], [2, 81]), 1e-7, "a label beyond it does not count");
    }

    [TestMethod]
    public void EveryLoss_HasTheGradientOfItsDifferences_AndNoneWithoutLabel()
    {
        foreach (var loss in s_all)
        {
            using var scope = NewDisposeScope();
            var task = DenseTask.Depth(loss: loss);
            var label = tensor(new[] { 2f, 5f, float.NaN, 0.5f }).reshape(1, 2, 2);
            var output = Output().requires_grad_(true);
            task.Loss(output, label).backward();
            const float Step = 1e-2f;
            for (int i = 0; i < 4; i++)
            {
                Tensor up = Output(), down = Output();
                up.view(4)[i].add_(Step);
                down.view(4)[i].sub_(Step);
                double expected = (task.Loss(up, label).item<float>() - task.Loss(down, label).item<float>()) / (2 * Step);
                // BerHu's threshold is a constant of the batch: the largest error moves it, which its gradient leaves out.
                if (loss is not Tasks.Depth.BerHuDepthLoss || i is 2)
                    Assert.AreEqual(expected, output.grad!.view(4)[i].item<float>(), 1e-3, $"{loss}, pixel {i}");
            }
            Assert.AreEqual(0, output.grad!.view(4)[2].item<float>(), $"{loss}");
        }

        static Tensor Output() => tensor(new[] { 0.3f, 1.1f, 9f, 0.9f }).reshape(1, 1, 2, 2);
    }

    [TestMethod]
    public void EveryLoss_IsSavedWithItsTask()
    {
        foreach (var loss in s_all)
        {
            var read = (DepthTask)DenseTask.FromJson(DenseTask.Depth(targetScale: 3, loss: loss, farthestMeters: 60.5).ToJson());
            Assert.AreEqual(loss, read.DepthLoss);
            Assert.AreEqual(60.5, read.FarthestMeters);
            Assert.AreEqual(3, read.TargetScale);
        }
        Assert.Contains("'later'", Assert.ThrowsExactly<InvalidDataException>(() => DepthLoss.FromJson(new JsonObject { ["kind"] = "later" })).Message);
    }

    [TestMethod]
    public void Losses_BadArguments_AreNamed()
    {
        Assert.AreEqual("delta", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DepthLoss.Huber(0)).ParamName);
        Assert.AreEqual("share", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DepthLoss.BerHu(0)).ParamName);
        Assert.AreEqual("share", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DepthLoss.BerHu(1.1)).ParamName);
        Assert.AreEqual("lambda", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DepthLoss.ScaleInvariant(-0.1)).ParamName);
        Assert.AreEqual("space", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DepthLoss.Huber(1, (DepthSpace)7)).ParamName);
        Assert.AreEqual("farthestMeters", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Depth(farthestMeters: 0)).ParamName);
        Assert.AreEqual("farthestMeters", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DenseTask.Depth(farthestMeters: 2e5)).ParamName);
        var e = Assert.ThrowsExactly<ArgumentException>(() => DenseTask.Depth(huberDelta: 250, loss: DepthLoss.BerHu()));
        Assert.AreEqual("huberDelta", e.ParamName);
        Assert.Contains("either 'loss' or 'huberDelta'", e.Message);
    }

    private static double Loss(DenseTask task, float[] output, float[] label)
    {
        using var scope = NewDisposeScope();
        return task.Loss(tensor(output).reshape(1, 1, 1, -1), tensor(label).reshape(1, 1, -1)).item<float>();
    }

    private static double Predict(DenseTask task, float output)
    {
        using var scope = NewDisposeScope();
        return task.Predict(tensor(output).reshape(1, 1, 1, 1)).item<float>();
    }
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class TrainingStepTests
{
    [TestMethod]
    public void Of_GivenGradients_HasTheirProductsAndLeavesThemAlone()
    {
        using var scope = NewDisposeScope();
        var gradients = tensor(new[] { 1f, 2, 3, 4, 5, 6 }).reshape(2, 3);
        var step = TrainingStep.Of(tensor(new[] { 0.5f, 2 }), gradients, [2, 0]).ScaledBy([2, 0.5]);
        Assert.AreSequenceEqual(new double[] { 1, 1 }, step.LossValues.ToArray());
        Assert.AreSequenceEqual(new[] { 2, 0 }, step.TaskIndices.ToArray());
        Assert.AreEqual("56 32 32 19.25", string.Join(' ', step.Gramian().Cast<double>()));
        Assert.AreSequenceEqual(new[] { 2f, 4, 6, 2, 2.5f, 3 }, step.Gradients().data<float>().ToArray());
        Assert.AreSequenceEqual(new[] { 1f, 2, 3, 4, 5, 6 }, gradients.data<float>().ToArray());
    }

    [TestMethod]
    public void Of_ShapesThatDoNotFit_SaysSo()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("[2] and [3, 4]", Assert.ThrowsExactly<ArgumentException>(() => TrainingStep.Of(ones(2), ones(3, 4))).Message);
        Assert.ThrowsExactly<ArgumentException>(() => TrainingStep.Of(ones(2), ones(2)));
    }

    [TestMethod]
    public void LossesNowAndMetrics_NotGiven_Throw()
    {
        using var scope = NewDisposeScope();
        var step = TrainingStep.Of(ones(2), ones(2, 3));
        Assert.ThrowsExactly<InvalidOperationException>(step.LossesNow);
        Assert.ThrowsExactly<InvalidOperationException>(() => step.Metrics(0));
    }
}

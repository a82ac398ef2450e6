using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SharedGradientsTests
{
    [TestMethod]
    public void Sum_And_Pieces_HaveTheParametersShapes()
    {
        using var scope = NewDisposeScope();
        Tensor[][] tasks = [[ones(2), ones(2, 2)], [ones(2) * 3, ones(2, 2) * 5]];
        var sum = SharedGradients.Sum(tasks, p => p == 0 ? [2, 0.5] : [3, 0.25]);
        Assert.AreSequenceEqual(new[] { 3.5f, 3.5f }, sum[0].data<float>().ToArray());
        Assert.AreSequenceEqual(new[] { 4.25f, 4.25f, 4.25f, 4.25f }, sum[1].data<float>().ToArray());

        var pieces = SharedGradients.Pieces(arange(6).to(ScalarType.Float32), sum);
        Assert.AreSequenceEqual(new[] { 0f, 1 }, pieces[0].data<float>().ToArray());
        Assert.AreSequenceEqual(new[] { 2f, 3, 4, 5 }, pieces[1].data<float>().ToArray());
        Assert.AreSequenceEqual(new long[] { 2, 2 }, pieces[1].shape);
    }
}

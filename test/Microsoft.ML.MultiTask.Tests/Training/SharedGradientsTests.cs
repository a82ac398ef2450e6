using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SharedGradientsTests
{
    [TestMethod]
    [DataRow(1f, DisplayName = "ordinary")]
    [DataRow(1e-22f, DisplayName = "squares below float32's range")]
    [DataRow(1e25f, DisplayName = "squares above float32's range")]
    public void Gramian_AnyScale_IsThatOfTheGradients(float scale)
    {
        using var scope = NewDisposeScope();
        Tensor[][] tasks = [[tensor(new[] { 1f, 2 }) * scale, ones(2, 2) * scale], [tensor(new[] { -3f, 1 }), ones(2, 2) * 2]];
        var gramian = SharedGradients.Gramian(tasks);
        double exact = (float)scale;
        Assert.AreEqual(9 * exact * exact, gramian[0, 0], 1e-6 * 9 * exact * exact);
        Assert.AreEqual(7 * exact, gramian[0, 1], 1e-6 * 7 * exact);
        Assert.AreEqual(7 * exact, gramian[1, 0], 1e-6 * 7 * exact);
        Assert.AreEqual(26, gramian[1, 1], 1e-5);
    }

    [TestMethod]
    public void Gramian_OfHalfPrecision_IsSummedInSingle()
    {
        using var scope = NewDisposeScope();
        Tensor[][] tasks = [[ones(5000).to(ScalarType.BFloat16)]];
        Assert.AreEqual(5000.0, SharedGradients.Gramian(tasks)[0, 0]);                     // bfloat16 has no 5000
    }

    [TestMethod]
    public void Gramian_AZeroGradient_IsZero()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual("0 0 0 3", string.Join(' ', SharedGradients.Gramian([[zeros(3)], [ones(3)]]).Cast<double>()));
    }

    [TestMethod]
    public void Sum_And_Pieces_HaveTheParametersShapes()
    {
        using var scope = NewDisposeScope();
        Tensor[][] tasks = [[ones(2), ones(2, 2)], [ones(2) * 3, ones(2, 2) * 5]];
        var sum = SharedGradients.Sum(tasks, [2, 0.5]);
        Assert.AreSequenceEqual(new[] { 3.5f, 3.5f }, sum[0].data<float>().ToArray());
        Assert.AreSequenceEqual(new[] { 4.5f, 4.5f, 4.5f, 4.5f }, sum[1].data<float>().ToArray());

        var pieces = SharedGradients.Pieces(arange(6).to(ScalarType.Float32), sum);
        Assert.AreSequenceEqual(new[] { 0f, 1 }, pieces[0].data<float>().ToArray());
        Assert.AreSequenceEqual(new[] { 2f, 3, 4, 5 }, pieces[1].data<float>().ToArray());
        Assert.AreSequenceEqual(new long[] { 2, 2 }, pieces[1].shape);
    }
}

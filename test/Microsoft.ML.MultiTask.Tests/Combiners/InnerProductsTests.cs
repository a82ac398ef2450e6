using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class InnerProductsTests
{
    [TestMethod]
    [DataRow(1f, DisplayName = "ordinary")]
    [DataRow(1e-22f, DisplayName = "squares below float32's range")]
    [DataRow(1e25f, DisplayName = "squares above float32's range")]
    public void Of_AnyScale_IsThatOfTheGradients(float scale)
    {
        using var scope = NewDisposeScope();
        Tensor[][] tasks = [[tensor(new[] { 1f, 2 }) * scale, ones(2, 2) * scale], [tensor(new[] { -3f, 1 }), ones(2, 2) * 2]];
        var gramian = InnerProducts.Of(tasks);
        double exact = scale;
        Assert.AreEqual(9 * exact * exact, gramian[0, 0], 1e-6 * 9 * exact * exact);
        Assert.AreEqual(7 * exact, gramian[0, 1], 1e-6 * 7 * exact);
        Assert.AreEqual(7 * exact, gramian[1, 0], 1e-6 * 7 * exact);
        Assert.AreEqual(26, gramian[1, 1], 1e-12);
    }

    [TestMethod]
    public void PerTensor_EachTensor_HasItsPart()
    {
        using var scope = NewDisposeScope();
        var parts = InnerProducts.PerTensor([[tensor(new[] { 1f, 2 }), ones(2, 2)], [tensor(new[] { -3f, 1 }), ones(2, 2) * 2]]);
        Assert.AreEqual("5 -1 -1 10", string.Join(' ', parts[0].Cast<double>()));
        Assert.AreEqual("4 8 8 16", string.Join(' ', parts[1].Cast<double>()));
    }

    /// <summary>A sum in float32 would lose the 2 beside 2²⁵, and the 4 beside 2⁵⁰.</summary>
    [TestMethod]
    [DataRow(ScalarType.Float32)]
    [DataRow(ScalarType.BFloat16)]
    [DataRow(ScalarType.Float64)]
    public void Of_LongGradients_LosesNothing(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var one = ones(300_001).to(type);
        var large = zeros(300_001).to(type);
        large[0] = tensor(33554432.0).to(type);
        large[300_000] = tensor(2.0).to(type);
        var gramian = InnerProducts.Of([[one], [large]]);
        Assert.AreEqual(300_001.0, gramian[0, 0]);
        Assert.AreEqual(33554434.0, gramian[0, 1]);
        Assert.AreEqual(1125899906842628.0, gramian[1, 1]);
    }

    [TestMethod]
    public void Of_AZeroGradient_IsZero()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual("0 0 0 3", string.Join(' ', InnerProducts.Of([[zeros(3)], [ones(3)]]).Cast<double>()));
    }

    /// <summary>Whether the tensors lie in memory alike or not, entry meets entry.</summary>
    [TestMethod]
    [DataRow(true, true)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    public void Of_OtherMemoryLayouts_IsThatOfTheGradients(bool isFirstChannelsLast, bool isSecondChannelsLast)
    {
        using var scope = NewDisposeScope();
        var first = arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5).to(ScalarType.Float32);
        var second = (first * first).remainder(17);
        var expected = (first * second).sum().item<float>();
        var gramian = InnerProducts.Of(
            [[isFirstChannelsLast ? ChannelsLast.From(first) : first], [isSecondChannelsLast ? ChannelsLast.From(second) : second]]);
        Assert.AreEqual(expected, gramian[0, 1]);
    }
}

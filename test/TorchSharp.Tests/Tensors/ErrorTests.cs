using System.Runtime.InteropServices;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.Tensors;

/// <summary>What libtorch refuses comes as an ExternalException with its words.</summary>
[TestClass]
public sealed class ErrorTests
{
    [TestMethod]
    public void Shapes_ThatDoNotFit_AreNamed()
    {
        using var scope = NewDisposeScope();
        var e = Assert.ThrowsExactly<ExternalException>(() => ones(2, 3).mm(ones(2, 3)));
        Assert.Contains("2x3", e.Message);
        e = Assert.ThrowsExactly<ExternalException>(() => ones(2) + ones(3));
        Assert.Contains("must match", e.Message);
        e = Assert.ThrowsExactly<ExternalException>(() => ones(6).reshape(4, 2));
        Assert.Contains("invalid", e.Message);
        Assert.ThrowsExactly<ExternalException>(() => F.cross_entropy(ones(2, 3, 4, 4), zeros(2, 5, 5, dtype: ScalarType.Int64)));
        Assert.ThrowsExactly<ExternalException>(() => F.conv2d(ones(1, 3, 8, 8), ones(4, 2, 3, 3)));
    }

    [TestMethod]
    public void Conv2d_OfOtherChannels_Throws()
    {
        using var conv = nn.Conv2d(3, 4, 1);
        using var input = ones(1, 2, 4, 4);
        Assert.ThrowsExactly<ArgumentException>(() => conv.call(input));
    }

    [TestMethod]
    public void Backward_WithoutGraph_Throws()
    {
        using var tensor = ones(1);
        var e = Assert.ThrowsExactly<ExternalException>(() => tensor.backward());
        Assert.Contains("does not require grad", e.Message);
    }

    [TestMethod]
    public void Dimension_OutOfRange_Throws()
    {
        using var tensor = ones(2);
        Assert.ThrowsExactly<ExternalException>(() => tensor.sum(3));
        Assert.ThrowsExactly<ExternalException>(() => tensor.select(0, 5));
    }

    [TestMethod]
    public void Operators_AfterAnError_Work()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsExactly<ExternalException>(() => ones(2, 3).mm(ones(2, 3)));
        TensorAssert.HasElements([2, 2], ones(2) + 1);
    }
}

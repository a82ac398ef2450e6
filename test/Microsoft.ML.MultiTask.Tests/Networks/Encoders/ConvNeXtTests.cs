using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>ConvNeXt's parts.</summary>
[TestClass]
public sealed class ConvNeXtTests
{
    /// <summary>Two pixels of (1, 2, 3, 6) and (0, 0, 0, 4), worked by hand: means 3 and 1, variances 3.5 and 3.</summary>
    [TestMethod]
    public void ChannelNorm_NormalisesThePixelsChannels()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var norm = new ChannelNorm(4);
        norm.state_dict()["weight"].copy_(tensor(new float[] { 1, 1, 2, 1 }));
        norm.state_dict()["bias"].copy_(tensor(new float[] { 0, 10, 0, 0 }));
        var x = tensor(new float[] { 1, 0, 2, 0, 3, 0, 6, 4 }).reshape(1, 4, 1, 2);
        double a = Math.Sqrt(3.5), b = Math.Sqrt(3);
        var expected = tensor(new[] { -2 / a, -1 / b, -1 / a + 10, -1 / b + 10, 0, -2 / b, 3 / a, 3 / b }).reshape(1, 4, 1, 2);
        TensorAssert.AreClose(expected, norm.forward(x), rtol: 1e-5, atol: 1e-5);
    }

    /// <summary>The block in float64 against the equation, with GELU as x Φ(x) and the linear layers as sums over channels.</summary>
    [TestMethod]
    public void Block_EqualsTheFormula()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var block = new ConvNeXtBlock(4);
        WeightInitialization.Initialize(block, seed: 2);
        var w = block.state_dict();
        TensorAssert.AreClose(full(new long[] { 4, 1, 1 }, 1e-6), w["layer_scale"], rtol: 1e-6, atol: 0);
        w["layer_scale"].copy_(tensor(new[] { 0.5f, -1, 2, 0.1f }).reshape(4, 1, 1));
        foreach (var (name, tensor) in w)
            if (name.EndsWith("bias", StringComparison.Ordinal)) tensor.fill_(0.1);
        var x = ChannelsLast.From(Draws.Random(6, 2, 4, 5, 3));

        var y = nn.functional.conv2d(x.to(float64).contiguous(), D("block.0.weight"), D("block.0.bias"), padding: [3, 3], groups: 4);
        var mean = y.mean([1], keepdim: true);
        y = (y - mean) / ((y - mean).pow(2).mean([1], keepdim: true) + 1e-6).sqrt();
        y = y * D("block.2.weight").reshape(1, 4, 1, 1) + D("block.2.bias").reshape(1, 4, 1, 1);
        y = einsum("nchw,dc->ndhw", y, D("block.3.weight")) + D("block.3.bias").reshape(1, 16, 1, 1);
        y = y * 0.5 * (1 + erf(y / Math.Sqrt(2)));
        y = einsum("nchw,dc->ndhw", y, D("block.5.weight")) + D("block.5.bias").reshape(1, 4, 1, 1);
        TensorAssert.AreClose(x + y * D("layer_scale"), block.forward(x), rtol: 1e-4, atol: 1e-5);

        Tensor D(string name) => w[name].to(float64).contiguous();
    }
}

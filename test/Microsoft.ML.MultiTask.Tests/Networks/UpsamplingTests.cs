using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class UpsamplingTests
{
    /// <summary>The matrix product against torch's transposed convolution in float64, forward and backward.</summary>
    [TestMethod]
    [DataRow(2, 1, 4, 4)]
    [DataRow(2, 13, 7, 12)]
    [DataRow(8, 1, 5, 3)]
    [DataRow(8, 3, 4, 6)]
    public void Forward_And_Backward_EqualTorchsTransposedConvolution(int factor, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var upsampling = new Upsampling(channels, channels + 1, factor);
        using (no_grad())
        {
            upsampling.Weight.copy_(randn(upsampling.Weight.shape, generator: generator));
            upsampling.Bias.copy_(randn(upsampling.Bias.shape, generator: generator));
        }
        upsampling.to(ScalarType.Float64);
        var x = randn(new long[] { 2, channels, height, width }, ScalarType.Float64, generator: generator).requires_grad_(true);
        var other = x.detach().clone().requires_grad_(true);
        var weight = upsampling.Weight.detach().clone().requires_grad_(true);

        var actual = upsampling.forward(x);
        var expected = F.conv_transpose2d(other, weight, upsampling.Bias.detach(), [factor, factor], [factor / 2, factor / 2]);
        TensorAssert.AreClose(expected, actual, rtol: 1e-12, atol: 1e-12);

        var direction = randn(expected.shape, ScalarType.Float64, generator: generator);
        (actual * direction).sum().backward();
        (expected * direction).sum().backward();
        TensorAssert.AreClose(other.grad!, x.grad!, rtol: 1e-10, atol: 1e-10);
        TensorAssert.AreClose(weight.grad!, upsampling.Weight.grad!, rtol: 1e-10, atol: 1e-10);
        TensorAssert.AreClose(direction.sum([0, 2, 3]), upsampling.Bias.grad!, rtol: 1e-10, atol: 1e-10);
    }

    /// <summary>float32, one channel, stride 2: what oneDNN's transposed convolution gets wrong on some processors.</summary>
    [TestMethod]
    public void Forward_OneChannelInFloat32_EqualsFloat64()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var generator = new Generator(4);
        using var upsampling = new Upsampling(1, 1, 2);
        upsampling.Weight.copy_(rand(upsampling.Weight.shape, generator: generator));
        upsampling.Bias.zero_();
        var x = rand(new long[] { 2, 1, 8, 8 }, generator: generator);
        var expected = F.conv_transpose2d(x.to(ScalarType.Float64), upsampling.Weight.to(ScalarType.Float64), null, [2, 2], [1, 1]);
        TensorAssert.AreClose(expected, upsampling.forward(x).to(ScalarType.Float64), rtol: 1e-6, atol: 1e-6);
    }
}

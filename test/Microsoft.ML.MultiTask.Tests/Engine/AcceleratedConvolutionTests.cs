using static Microsoft.ML.MultiTask.Tests.Draws;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The accelerator's convolutions against libtorch's.</summary>
[TestClass]
public sealed class AcceleratedConvolutionTests
{
    [TestMethod]
    public void PointwiseConvolutions_EqualEachByItself()
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        var convolutions = Pointwise(24, 20, 1, 2);
        var x = Random(1, 2, 24, 7, 9).requires_grad_();
        var leaves = new[] { x }.Concat(convolutions.SelectMany(c => new Tensor[] { c.Weight, c.Bias! })).ToArray();

        var (expected, expectedGradients) = Run([.. convolutions.Select(c => c.forward(x))]);
        var (y, gradients) = Run(Accelerator.PointwiseConvolutions(x, convolutions));
        foreach (var (e, a) in expected.Concat(expectedGradients).Zip(y.Concat(gradients)))
            TensorAssert.AreClose(e, a, rtol: 1e-5, atol: 1e-5);

        (Tensor[], Tensor[]) Run(Tensor[] ys) =>
            (ys, [.. autograd.grad([.. ys.Select((y, t) => (y * Random(5 + t, y.shape)).sum())], leaves)]);
    }

    [TestMethod]
    public void PointwiseConvolutions_BackwardFromOne_LeavesTheOthersWithoutGradient()
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        var convolutions = Pointwise(8, 3, 1, 2);
        var x = Random(1, 1, 8, 4, 4).requires_grad_();
        var ys = Accelerator.PointwiseConvolutions(x, convolutions);
        autograd.backward(ys[1].sum(), retain_graph: true);
        Assert.IsNull(Gradients.GradOf(convolutions[0].Weight));
        Assert.IsNull(Gradients.GradOf(convolutions[2].Bias!));
        TensorAssert.AreClose(autograd.grad([convolutions[1].forward(x).sum()], [x])[0], Gradients.GradOf(x)!, rtol: 1e-6, atol: 1e-6);
        ys[2].sum().backward();
        Assert.IsNotNull(Gradients.GradOf(convolutions[2].Bias!));
    }

    [TestMethod]
    [DataRow(2, 3, 5, 4, 7)]
    [DataRow(8, 20, 2, 3, 2)]
    [DataRow(8, 1, 1, 1, 1)]
    public void Upsample_EqualsTheTransposedConvolution(int stride, int channels, int images, int height, int width)
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        using var convolution = nn.ConvTranspose2d(channels, channels, 2 * stride, stride: stride, padding: stride / 2);
        WeightInitialization.Initialize(convolution, 3);
        using (no_grad())
        {
            convolution.weight!.copy_(Random(4, convolution.weight!.shape));
            convolution.bias!.copy_(Random(5, channels));
        }
        var x = Random(1, images, channels, height, width);
        var slope = Random(2, images, channels, stride * height, stride * width);
        var (y, gradients) = Run(a => Accelerator.Upsample(a, convolution));
        var (expected, expectedGradients) = Run(convolution.forward);
        TensorAssert.AreClose(expected, y, rtol: 1e-4, atol: 1e-4);
        foreach (var (e, g) in expectedGradients.Zip(gradients))
            TensorAssert.AreClose(e, g, rtol: 1e-4, atol: 1e-5 * e.abs().max().item<float>());

        (Tensor, Tensor[]) Run(Func<Tensor, Tensor> upsample)
        {
            var leaf = x.clone().requires_grad_();
            var result = upsample(leaf);
            return (result.detach(), [.. autograd.grad([(result * slope).sum()], [leaf, convolution.weight!, convolution.bias!])]);
        }
    }

    [TestMethod]
    [DataRow(3, 1, 64, 32, 11, 13)]                                             // an odd width: the last pixel has no neighbour
    [DataRow(3, 2, 32, 48, 12, 18)]
    [DataRow(1, 1, 96, 256, 9, 6)]                                              // two parts of the outputs
    [DataRow(1, 2, 64, 16, 10, 14)]
    [DataRow(3, 1, 160, 128, 40, 62)]                                           // several blocks of rows
    [DataRow(7, 2, 3, 64, 16, 24)]                                              // a shape that is left to libtorch
    public void Convolve_BFloat16_EqualsFloat32OfTheSameNumbers_AndItsWeightGradientIsNotRounded(
        int kernel, int stride, int inputs, int outputs, int height, int width)
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        var x = Rounded(Random(1, 3, inputs, height, width));
        var weight = Rounded(Random(2, outputs, inputs, kernel, kernel));
        var expected = Differentiated((a, w) => F.conv2d(a, w, null, [stride, stride], [kernel / 2, kernel / 2]));
        var actual = Differentiated((a, w) => Accelerator.Convolve(a.to(ScalarType.BFloat16), w, stride, kernel / 2).to(ScalarType.Float32));

        const double Rounding = 1.0 / 256;
        Assert.IsLessThan(Rounding, Difference(0), "y");
        Assert.IsLessThan(Rounding, Difference(1), "gradient of x");
        Assert.IsLessThan(inputs % 32 == 0 ? 1e-6 : Rounding, Difference(2), "gradient of the weights");
        Assert.AreEqual(ScalarType.Float32, actual[2].dtype);

        double Difference(int i) => ((actual[i] - expected[i]).norm() / expected[i].norm()).item<float>();

        Tensor[] Differentiated(Func<Tensor, Tensor, Tensor> convolve)
        {
            var (a, w) = (x.clone().requires_grad_(), weight.clone().requires_grad_());
            var y = convolve(a, w);
            var slope = Rounded(Random(3, y.shape));
            return [y.detach(), .. autograd.grad([(y * slope).sum()], [a, w])];
        }
    }

    [TestMethod]
    [DoNotParallelize]                                                          // changes the number of torch's threads
    public void Convolve_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        var x = Random(1, 2, 64, 24, 40).to(ScalarType.BFloat16);
        var weight = Random(2, 64, 64, 3, 3).requires_grad_();
        int threads = get_num_threads();
        try
        {
            var bits = new[] { 1, 2, 3 }.Select(count =>
            {
                set_num_threads(count);
                return autograd.grad([Accelerator.Convolve(x, weight, 1, 1).to(ScalarType.Float32).square().sum()], [weight])[0].contiguous().bytes.ToArray();
            }).ToArray();
            Assert.AreSequenceEqual(bits[0], bits[1]);
            Assert.AreSequenceEqual(bits[0], bits[2]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [TestMethod]
    [DataRow(ScalarType.Float32, 1, 1, true, 1e-6)]
    [DataRow(ScalarType.Float32, 3, 2, false, 1e-6)]
    [DataRow(ScalarType.BFloat16, 3, 1, true, 0.01)]
    public void Convolution_ArrangedOnce_EqualsLibtorchs_ForAnySize(ScalarType type, int kernel, int stride, bool relu, double tolerance)
    {
        if (!AcceleratorTests.IsAvailable) return;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (weight, bias) = (Random(1, 24, 16, kernel, kernel).to(type), Random(2, 24).to(type));
        foreach (bool hasResidual in new[] { false, true })
        {
            var convolution = Accelerator.CreateConvolution(weight, bias, stride, kernel / 2, [1, 16, 8, 12], relu, hasResidual);
            if (convolution == 0) return;                                      // this libtorch has no such thing
            foreach (var x in new[] { Random(3, 1, 16, 8, 12).to(type), Random(4, 3, 16, 6, 10).to(type) })
            {
                var y = F.conv2d(x, weight, bias, [stride, stride], [kernel / 2, kernel / 2]);
                var residual = hasResidual ? Random(5, y.shape).to(type) : null;
                if (residual is not null) y = y + residual;
                if (relu) y = F.relu(y);
                TensorAssert.AreClose(y, Accelerator.Run(convolution, x, residual), rtol: tolerance, atol: tolerance * y.abs().max().to(ScalarType.Float32).item<float>());
            }
            Accelerator.Release(convolution);
        }
    }

    private static ConvolutionLayer[] Pointwise(int inputs, params int[] outputs)
    {
        var layers = Array.ConvertAll(outputs, o => new ConvolutionLayer(inputs, o, 1));
        using var noGradients = no_grad();
        for (int i = 0; i < layers.Length; ++i)
        {
            layers[i].Weight.copy_(Random(10 + i, layers[i].Weight.shape));
            layers[i].Bias!.copy_(Random(20 + i, layers[i].Bias!.shape));
        }
        return layers;
    }
}

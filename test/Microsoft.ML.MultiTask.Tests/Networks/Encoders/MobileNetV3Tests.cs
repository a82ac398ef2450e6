using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>MobileNetV3's parts.</summary>
[TestClass]
public sealed class MobileNetV3Tests
{
    [TestMethod]
    [DataRow("None", -4f, -2f, -1f, 0f, 1f, 3f, 5f)]
    [DataRow("Relu", 0f, 0f, 0f, 0f, 1f, 3f, 5f)]
    [DataRow("Hardswish", 0f, -1f / 3, -1f / 3, 0f, 2f / 3, 3f, 5f)]
    public void NormalizedConvolution_Activation_IsItsFormula(string function, params float[] expected)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var activation = Enum.Parse<Activation>(function);
        var x = tensor(new float[] { -4, -2, -1, 0, 1, 3, 5 }).reshape(1, 1, 1, 7);
        using var folded = new NormalizedConvolution(One(bias: true), norm: null, activation);
        TensorAssert.AreClose(tensor(expected).reshape(1, 1, 1, 7), folded.forward(x), rtol: 1e-6, atol: 1e-7);
        using var norm = nn.BatchNorm2d(1, eps: 1e-12);
        using var trained = new NormalizedConvolution(One(bias: false), norm, activation);
        trained.eval();                                                       // mean 0, variance 1
        TensorAssert.AreClose(tensor(expected).reshape(1, 1, 1, 7), trained.forward(x), rtol: 1e-6, atol: 1e-7);

        static ConvolutionLayer One(bool bias)
        {
            var convolution = new ConvolutionLayer(1, 1, 1, bias: bias);
            convolution.Weight.fill_(1);
            convolution.Bias?.zero_();
            return convolution;
        }
    }

    /// <summary>torchvision's _make_divisible(channels // 4, 8).</summary>
    [TestMethod]
    [DataRow(16, 8)]
    [DataRow(72, 24)]
    [DataRow(120, 32)]
    [DataRow(480, 120)]
    [DataRow(672, 168)]
    [DataRow(960, 240)]
    public void Squeezed_IsTorchvisionsNumber(int channels, int expected) => Assert.AreEqual(expected, SqueezeExcitation.Squeezed(channels));

    [TestMethod]
    public void SqueezeExcitation_EqualsTheFormula()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var module = new SqueezeExcitation(8);
        WeightInitialization.Initialize(module, seed: 3);
        var weights = module.state_dict();
        weights["fc1.bias"].fill_(0.3);
        weights["fc2.bias"].fill_(-0.2);
        float[] w1 = [.. weights["fc1.weight"].contiguous().data<float>()], w2 = [.. weights["fc2.weight"].contiguous().data<float>()];
        var x = Draws.Random(4, 2, 8, 3, 2);
        float[] values = [.. x.contiguous().data<float>()];
        const int Pixels = 6;

        var expected = new float[values.Length];
        for (int n = 0; n < 2; n++)
        {
            var mean = Enumerable.Range(0, 8).Select(c => Enumerable.Range(0, Pixels).Average(p => (double)values[(n * 8 + c) * Pixels + p])).ToArray();
            var hidden = Enumerable.Range(0, 8).Select(h => Math.Max(0, 0.3 + Enumerable.Range(0, 8).Sum(c => w1[h * 8 + c] * mean[c]))).ToArray();
            for (int c = 0; c < 8; c++)
            {
                double logit = -0.2 + Enumerable.Range(0, 8).Sum(h => w2[c * 8 + h] * hidden[h]);
                for (int p = 0; p < Pixels; p++)
                    expected[(n * 8 + c) * Pixels + p] = (float)(values[(n * 8 + c) * Pixels + p] * Math.Clamp(logit + 3, 0, 6) / 6);
            }
        }
        TensorAssert.AreClose(tensor(expected).reshape(2, 8, 3, 2), module.forward(x), rtol: 1e-5, atol: 1e-6);
    }

    /// <summary>A block of stride 1 and equal channels whose last convolution is 0 gives its input; one of other channels does not add it.</summary>
    [TestMethod]
    public void InvertedResidual_AddsItsInput_WhereTheShapeIsTheSame()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var x = Draws.Random(5, 1, 16, 4, 4);
        TensorAssert.AreClose(x, Run(new InvertedResidualShape(3, 32, 16, true, Activation.Hardswish, 1)), rtol: 0, atol: 0);
        TensorAssert.AreClose(zeros(1, 24, 4, 4), Run(new InvertedResidualShape(5, 32, 24, false, Activation.Relu, 1)), rtol: 0, atol: 0);
        TensorAssert.AreClose(zeros(1, 16, 2, 2), Run(new InvertedResidualShape(5, 32, 16, false, Activation.Relu, 2)), rtol: 0, atol: 0);

        Tensor Run(InvertedResidualShape shape)
        {
            var block = new InvertedResidual(16, shape, isFolded: true);
            WeightInitialization.Initialize(block, seed: 1);
            block.state_dict().Values.Last(weight => weight.dim() == 4).zero_();
            return block.forward(x);
        }
    }

    [TestMethod]
    public void InvertedResidual_AsManyChannelsAsInputs_HasNoExpansion()
    {
        using var block = new InvertedResidual(16, new InvertedResidualShape(3, 16, 16, false, Activation.Relu, 1), isFolded: false);
        Assert.AreSequenceEqual(new long[] { 16, 1, 3, 3 }, block.state_dict()["block.0.0.weight"].shape);
        Assert.AreEqual(0.001, block.modules().OfType<TorchSharp.Modules.BatchNorm2d>().First().eps);
        Assert.AreEqual(0.01, block.modules().OfType<TorchSharp.Modules.BatchNorm2d>().First().momentum);
    }
}

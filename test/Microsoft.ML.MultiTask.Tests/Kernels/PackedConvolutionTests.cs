using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Against libtorch's operators one after the other.</summary>
[TestClass]
public sealed class PackedConvolutionTests
{
    private const double Float32Step = 1e-5;                                      // 144 products of up to 1, summed in another order
    private const double BFloat16Step = 1.0 / 128;                                // of the number itself

    [TestMethod]
    [OneDnnCondition]
    [DataRow(3, 8, 7, 2)]
    [DataRow(16, 24, 1, 1)]
    [DataRow(16, 5, 3, 2)]
    public void Convolution_EqualsSeparateOperators(int inputs, int outputs, int kernel, int stride) =>
        EqualsSeparateOperators(ScalarType.Float32, inputs, outputs, kernel, stride, Float32Step);

    [TestMethod]
    [OneDnnCondition(bfloat16: true)]
    [DataRow(3, 1)]
    [DataRow(1, 2)]
    public void Convolution_InBFloat16_EqualsSeparateOperators(int kernel, int stride) =>
        EqualsSeparateOperators(ScalarType.BFloat16, inputs: 16, outputs: 24, kernel, stride, BFloat16Step);

    [TestMethod]
    public void Takes_Float64_IsFalse()
    {
        using var weight = zeros([1, 1, 1, 1], float64);
        Assert.IsFalse(PackedConvolution.Takes(weight));
    }

    [TestMethod]
    [OneDnnCondition]
    public void Convolve_OtherNumberOfChannels_Throws()
    {
        using var scope = NewDisposeScope();
        Tensor weight = Waves(0.7, 4, 8, 1, 1), bias = zeros(4);
        using var packed = new PackedConvolution(weight, bias, stride: 1, padding: 0, [1, 8, 4, 4]);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => packed.Convolve(zeros(1, 5, 4, 4), rectifies: true));
        Assert.Contains("[1, 5, 4, 4]", exception.Message);
    }

    private static void EqualsSeparateOperators(ScalarType type, int inputs, int outputs, int kernel, int stride, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        Tensor weight = Waves(0.7, outputs, inputs, kernel, kernel).to(type), bias = Waves(0.3, outputs).to(type);
        Assert.IsTrue(PackedConvolution.Takes(weight));
        using var packed = new PackedConvolution(weight, bias, stride, kernel / 2, [2, inputs, 12, 20]);
        foreach (var (n, h, w) in new[] { (2, 12, 20), (1, 12, 20), (3, 7, 9) })   // the size it was made for, and others
        {
            var x = ChannelsLast.From(Waves(0.11, n, inputs, h, w).to(type));
            var expected = nn.functional.conv2d(x, weight, bias, [stride, stride], [kernel / 2, kernel / 2]);
            var sum = ChannelsLast.From(Waves(0.23, [.. expected.shape]).to(type));
            var (expectedSum, before) = ((sum.to(float32) + expected.to(float32)).relu().to(type), x.clone());

            TensorAssert.AreClose(expected.to(float32), packed.Convolve(x, rectifies: false).to(float32), tolerance, tolerance);
            TensorAssert.AreClose(expected.relu().to(float32), packed.Convolve(x, rectifies: true).to(float32), tolerance, tolerance);
            var written = packed.RectifySum(sum, x);
            TensorAssert.AreClose(expectedSum.to(float32), written.to(float32), 2 * tolerance, 2 * tolerance);
            TensorAssert.AreClose(sum.to(float32), written.to(float32), rtol: 0, atol: 0);
            TensorAssert.AreClose(before.to(float32), x.to(float32), rtol: 0, atol: 0);
        }
    }

    private static Tensor Waves(double rate, params long[] shape) => (arange(shape.Aggregate((a, b) => a * b)).to(float32) * rate).sin().reshape(shape);
}

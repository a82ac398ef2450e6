using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ConvolutionLayerTests
{
    /// <summary>A single 1 in the middle gives the kernel, turned round, at the dilation's distances, and the size stays.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(9)]
    public void Forward_Dilation_SpreadsTheKernel(int dilation)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var layer = new ConvolutionLayer(1, 1, 3, bias: false) { Dilation = dilation };
        layer.Weight.copy_(arange(1, 10).to(ScalarType.Float32).reshape(1, 1, 3, 3));
        var x = zeros(1, 1, 21, 23);
        x[0, 0, 10, 11] = tensor(1f);
        var y = layer.forward(x);
        var expected = zeros(1, 1, 21, 23);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                expected[0, 0, 10 - (i - 1) * dilation, 11 - (j - 1) * dilation] = tensor((float)(3 * i + j + 1));
        TensorAssert.AreClose(expected, y, rtol: 0, atol: 0);
    }

    /// <summary>Whether it scores or not: only plain convolutions may use oneDNN's own layout.</summary>
    [TestMethod]
    [DataRow(4, 1, 1)]
    [DataRow(2, 2, 1)]
    [DataRow(1, 3, 2)]
    public void Forward_ForScoring_IsTheSame(int groups, int dilation, int stride)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var layer = new ConvolutionLayer(4, 8, 3, stride, groups: groups) { Dilation = dilation };
        WeightInitialization.Initialize(layer, seed: 1);
        var x = ChannelsLast.From(Draws.Random(2, 2, 4, 8, 8));
        var expected = layer.forward(x).relu();
        layer.IsForScoring = true;
        TensorAssert.AreClose(expected, layer.Rectified(x), rtol: 1e-5, atol: 1e-6);
    }

    [TestMethod]
    public void Forward_KernelOfTheStride_CutsPatches()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var layer = new ConvolutionLayer(1, 1, 2, stride: 2, bias: false);
        layer.Weight.copy_(tensor(new float[] { 1, 10, 100, 1000 }).reshape(1, 1, 2, 2));
        var y = layer.forward(arange(8).to(ScalarType.Float32).reshape(1, 1, 2, 4));
        TensorAssert.AreClose(tensor(new float[] { 5410, 7632 }).reshape(1, 1, 1, 2), y, rtol: 0, atol: 0);
    }
}

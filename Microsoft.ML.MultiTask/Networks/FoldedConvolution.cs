using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask;

/// <summary>A unit whose batch normalisation has become part of the convolution. Owns its tensors.</summary>
internal sealed class FoldedConvolution(Tensor weight, Tensor bias, int stride, int padding) : ConvolutionUnit, IDisposable
{
    internal override Tensor Forward(Tensor x, bool relu, Tensor? shortcut = null)
    {
        var y = F.conv2d(x, weight, bias, [stride, stride], [padding, padding]);
        if (shortcut is not null) y.add_(shortcut);
        if (relu) y.relu_();
        return y;
    }

    internal override FoldedConvolution Fold(ScalarType type) => this;

    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }
}

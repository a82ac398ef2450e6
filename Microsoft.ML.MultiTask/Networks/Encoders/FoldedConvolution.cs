using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>A unit whose batch normalisation has become part of the convolution, for scoring. Owns its tensors.</summary>
/// <remarks>
/// The accelerator keeps the weights as the convolution's kernel wants them, arranged at the first call. A unit is always called with
/// the same <c>relu</c>, and always with a shortcut or always without.
/// </remarks>
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

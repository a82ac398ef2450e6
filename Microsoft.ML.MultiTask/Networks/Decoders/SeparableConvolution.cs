using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>
/// A 3x3 convolution of each channel, which may be dilated, and a 1x1 convolution, each with batch normalisation and ReLU (Chen et al., ECCV
/// 2018, arXiv:1802.02611, figure 3).
/// </summary>
internal sealed class SeparableConvolution : nn.Module<Tensor, Tensor>
{
    private readonly NormalizedConvolution depthwise;
    private readonly NormalizedConvolution pointwise;

    /// <param name="inputs">C.</param>
    /// <param name="outputs">C'.</param>
    /// <param name="dilation">Distance between the inputs of neighbouring weights, pixels.</param>
    /// <param name="isFolded">Whether batch normalisation is part of the convolutions.</param>
    internal SeparableConvolution(int inputs, int outputs, int dilation, bool isFolded) : base(nameof(SeparableConvolution))
    {
        depthwise = new NormalizedConvolution(
            new ConvolutionLayer(inputs, inputs, 3, bias: isFolded, groups: inputs) { Dilation = dilation },
            isFolded ? null : nn.BatchNorm2d(inputs), Activation.Relu);
        pointwise = new NormalizedConvolution(
            new ConvolutionLayer(inputs, outputs, 1, bias: isFolded), isFolded ? null : nn.BatchNorm2d(outputs), Activation.Relu);
        RegisterComponents();
    }

    /// <param name="x">float32 [N, C, H, W].</param>
    /// <returns>float32 [N, C', H, W]; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor x)
    {
        using var y = depthwise.forward(x);
        return pointwise.forward(y);
    }
}

using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// A block of MobileNetV3: a 1x1 convolution to more channels (unless there are as many), a depthwise one, squeeze and excitation (in some),
/// and a 1x1 convolution to fewer channels, which is linear; added to the input where the shape is the same.
/// </summary>
internal sealed class InvertedResidual : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 0.001;                            // batch normalisation's, as in torchvision
    private const double Momentum = 0.01;

    private readonly Sequential block;
    private readonly bool _addsInput;

    /// <param name="inputs">Input channels.</param>
    /// <param name="shape">The block's layers.</param>
    /// <param name="isFolded">Whether batch normalisation is part of the convolutions.</param>
    internal InvertedResidual(int inputs, InvertedResidualShape shape, bool isFolded) : base(nameof(InvertedResidual))
    {
        var (kernel, width, outputs, hasExcitation, activation, stride) = shape;
        var parts = new List<nn.Module<Tensor, Tensor>>();
        if (width != inputs)
            parts.Add(Normalized(inputs, width, 1, activation, isFolded));
        parts.Add(Normalized(width, width, kernel, activation, isFolded, stride, groups: width));
        if (hasExcitation)
            parts.Add(new SqueezeExcitation(width));
        parts.Add(Normalized(width, outputs, 1, Activation.None, isFolded));
        block = nn.Sequential(parts.Select((part, i) => ($"{i}", part)));
        _addsInput = stride == 1 && inputs == outputs;
        RegisterComponents();
    }

    /// <summary>A convolution with MobileNetV3's batch normalisation.</summary>
    internal static NormalizedConvolution Normalized(
        int inputs, int outputs, int kernel, Activation activation, bool isFolded, int stride = 1, int groups = 1) =>
        new(new ConvolutionLayer(inputs, outputs, kernel, stride, bias: isFolded, groups),
            isFolded ? null : nn.BatchNorm2d(outputs, Epsilon, Momentum), activation);

    /// <param name="x">float32 or bfloat16 [N, C, H, W].</param>
    /// <returns>[N, C', H/stride, W/stride], of the same type; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = Stages.Run(block, x, 0, block.Count);
        return (_addsInput ? y.Add(x) : y).MoveToOuterDisposeScope();
    }
}

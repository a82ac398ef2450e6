using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>A unit as it is trained. Its weights are float32 and belong to the module that made them.</summary>
internal sealed class TrainableConvolution(ConvolutionLayer convolution, BatchNorm2d norm) : ConvolutionUnit
{
    internal override Tensor Forward(Tensor x, bool relu, Tensor? shortcut = null)
    {
        using var scope = NewDisposeScope();
        return Normalize(convolution.forward(x), relu, shortcut).Y.MoveToOuterDisposeScope();
    }

    internal override (Tensor Y, Tensor Again) ForwardTwice(Tensor x, Tensor shortcut)
    {
        using var scope = NewDisposeScope();
        var (y, again) = Normalize(convolution.forward(x), relu: true, shortcut);
        return (y.MoveToOuterDisposeScope(), again.MoveToOuterDisposeScope());
    }

    internal override FoldedConvolution Fold(ScalarType type)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        // w (conv(x) + b - mean) / deviation + beta = conv'(x) + b'
        var factor = norm.weight! / (norm.running_var! + BatchNormalization.Epsilon).sqrt();                 // [C']
        var weight = convolution.Weight * factor.reshape(-1, 1, 1, 1);                                      // [C', C, k, k]
        var bias = norm.bias! - norm.running_mean! * factor;                                                 // [C']
        if (convolution.Bias is { } own) bias = bias + own * factor;
        return new FoldedConvolution(
            ChannelsLast.From(weight.to(type)).DetachFromDisposeScope(), bias.to(type).DetachFromDisposeScope(), convolution.Stride, convolution.Padding);
    }

    private (Tensor Y, Tensor Again) Normalize(Tensor x, bool relu, Tensor? shortcut)
    {
        // Statistics in the weights' precision. On the CPU that takes a conversion; CUDA's operator reads either.
        var y = x.device_type == DeviceType.CPU ? norm.forward(x.to(norm.weight!.dtype)).to(x.dtype) : norm.forward(x);
        if (shortcut is not null) y.add_(shortcut);
        if (relu) y.relu_();
        return (y, y);
    }
}

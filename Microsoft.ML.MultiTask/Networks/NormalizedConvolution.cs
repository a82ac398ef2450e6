using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>
/// A convolution without bias, batch normalisation and an activation, or, folded, a convolution with bias and the activation. The names of its
/// two parts are those of torchvision's Conv2dNormActivation, 0 and 1, because they are state-dict keys.
/// </summary>
internal sealed class NormalizedConvolution : nn.Module<Tensor, Tensor>
{
    private readonly (ConvolutionLayer Convolution, BatchNorm2d? Norm) _parts;              // not fields: those would be names, too
    private readonly Activation _activation;

    /// <param name="convolution">The convolution; has a bias if <paramref name="norm"/> is null.</param>
    /// <param name="norm">Batch normalisation of its outputs, or null: it is part of the convolution.</param>
    /// <param name="activation">What follows.</param>
    internal NormalizedConvolution(ConvolutionLayer convolution, BatchNorm2d? norm, Activation activation) : base(nameof(NormalizedConvolution))
    {
        (_parts, _activation) = ((convolution, norm), activation);
        register_module("0", convolution);
        if (norm is not null)
            register_module("1", norm);
    }

    /// <param name="x">[N, C, H, W], of a type that the convolution takes.</param>
    /// <returns>[N, C', H/stride, W/stride], of the same type; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor x)
    {
        var (convolution, norm) = _parts;
        if (norm is null)
            return _activation switch
            {
                Activation.Relu => convolution.Rectified(x),
                Activation.Hardswish => convolution.forward(x).hardswish_(),
                _ => convolution.forward(x),
            };
        using var scope = NewDisposeScope();
        var y = BatchNormalization.Apply(norm, convolution.forward(x));
        return Activated(y).MoveToOuterDisposeScope();
    }

    private Tensor Activated(Tensor y) => _activation switch
    {
        Activation.Relu => y.relu_(),
        Activation.Hardswish => y.hardswish(),                       // its gradient needs y
        _ => y,
    };
}

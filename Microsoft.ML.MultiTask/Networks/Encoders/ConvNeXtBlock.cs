using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// A block of ConvNeXt: a depthwise 7x7 convolution, layer normalisation, a linear layer to four times the channels, GELU, a linear layer back
/// and a factor per channel, added to the input. Numbers 1, 4 and 6 of torchvision's sequence have no weights.
/// </summary>
internal sealed class ConvNeXtBlock : nn.Module<Tensor, Tensor>
{
    private const int Expansion = 4;
    private const double InitialScale = 1e-6;

    private readonly Sequential block;
    private readonly Parameter layer_scale;
    private readonly (ConvolutionLayer Depthwise, ChannelNorm Norm, LinearLayer Expansion, LinearLayer Projection) _layers;    // the block's

    /// <param name="channels">C.</param>
    internal ConvNeXtBlock(int channels) : base(nameof(ConvNeXtBlock))
    {
        _layers = (new ConvolutionLayer(channels, channels, 7, groups: channels), new ChannelNorm(channels),
            new LinearLayer(channels, Expansion * channels), new LinearLayer(Expansion * channels, channels));
        block = nn.Sequential(("0", _layers.Depthwise), ("2", _layers.Norm), ("3", _layers.Expansion), ("5", _layers.Projection));
        layer_scale = new Parameter(ones(channels, 1, 1).Scaled(InitialScale));
        RegisterComponents();
    }

    /// <param name="x">float32 or bfloat16 [N, C, H, W], channels last.</param>
    /// <returns>Of the same type and shape; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = _layers.Norm.forward(_layers.Depthwise.forward(x)).permute(0, 2, 3, 1);         // [N, H, W, C]
        y = _layers.Projection.forward(_layers.Expansion.forward(y).gelu());                    // [N, H, W, C]
        y = y.permute(0, 3, 1, 2) * layer_scale.to(x.dtype);                                    // [N, C, H, W]
        return y.Add(x).MoveToOuterDisposeScope();
    }
}

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
    private readonly ConvolutionLayer _depthwise;
    private readonly ChannelNorm _norm;
    private readonly LinearLayer _expansion;
    private readonly LinearLayer _projection;

    /// <param name="channels">C.</param>
    internal ConvNeXtBlock(int channels) : base(nameof(ConvNeXtBlock))
    {
        _depthwise = new ConvolutionLayer(channels, channels, 7, groups: channels);
        _norm = new ChannelNorm(channels);
        _expansion = new LinearLayer(channels, Expansion * channels);
        _projection = new LinearLayer(Expansion * channels, channels);
        block = nn.Sequential(("0", _depthwise), ("2", _norm), ("3", _expansion), ("5", _projection));
        layer_scale = new Parameter(ones(channels, 1, 1).Scaled(InitialScale));
        register_module(nameof(block), block);
        register_parameter(nameof(layer_scale), layer_scale);
    }

    /// <param name="x">float32 or bfloat16 [N, C, H, W], channels last.</param>
    /// <returns>Of the same type and shape; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = _norm.forward(_depthwise.forward(x)).permute(0, 2, 3, 1);                       // [N, H, W, C]
        y = _projection.forward(_expansion.forward(y).gelu());                                  // [N, H, W, C]
        y = y.permute(0, 3, 1, 2) * layer_scale.to(x.dtype);                                    // [N, C, H, W]
        return y.Add(x).MoveToOuterDisposeScope();
    }
}

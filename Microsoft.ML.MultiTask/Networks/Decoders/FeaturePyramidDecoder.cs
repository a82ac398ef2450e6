using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>
/// One task's decoder, a light feature pyramid. As Lin et al. (CVPR 2017, arXiv:1612.03144, figure 3) each level goes through a 1x1 convolution
/// and is added to the coarser one, upsampled to the nearest; as the semantic branch of Kirillov et al. (CVPR 2019, arXiv:1901.02446, figure 3)
/// the levels are joined at 1/4, scored there and upsampled bilinearly.
/// </summary>
/// <remarks>
/// Deviations, for a smaller decoder: 64 channels instead of 256 and 128; one 3x3 convolution a level, which is the smoothing of the one and the
/// head of the other; batch normalisation, which costs nothing when it scores, instead of group normalisation.
/// </remarks>
internal sealed class FeaturePyramidDecoder : nn.Module<FeaturePyramid, Tensor>
{
    private const int Width = 64;

    private readonly ConvolutionLayer lateral4;
    private readonly ConvolutionLayer lateral8;
    private readonly ConvolutionLayer lateral16;
    private readonly ConvolutionLayer lateral32;
    private readonly NormalizedConvolution smooth4;
    private readonly NormalizedConvolution smooth8;
    private readonly NormalizedConvolution smooth16;
    private readonly NormalizedConvolution smooth32;
    private readonly ConvolutionLayer score;

    /// <param name="channels">Channels of the aggregated features at 1/4, 1/8, 1/16 and 1/32.</param>
    /// <param name="outputs">C, the channels to emit.</param>
    /// <param name="isFolded">Whether batch normalisation is part of the convolutions.</param>
    internal FeaturePyramidDecoder(IReadOnlyList<int> channels, int outputs, bool isFolded) : base(nameof(FeaturePyramidDecoder))
    {
        lateral4 = new ConvolutionLayer(channels[0], Width, 1);
        lateral8 = new ConvolutionLayer(channels[1], Width, 1);
        lateral16 = new ConvolutionLayer(channels[2], Width, 1);
        lateral32 = new ConvolutionLayer(channels[3], Width, 1);
        smooth4 = Smooth();
        smooth8 = Smooth();
        smooth16 = Smooth();
        smooth32 = Smooth();
        score = new ConvolutionLayer(Width, outputs, 1);
        RegisterComponents();

        NormalizedConvolution Smooth() =>
            new(new ConvolutionLayer(Width, Width, 3, bias: isFolded), isFolded ? null : nn.BatchNorm2d(Width), Activation.Relu);
    }

    /// <param name="features">float32, all levels.</param>
    /// <returns>float32 [N, C, H, W], before softmax or rescaling; the caller's dispose scope owns it.</returns>
    public override Tensor forward(FeaturePyramid features)
    {
        using var scope = NewDisposeScope();
        var p32 = lateral32.forward(features.ThirtySecond);                                                  // [N, 64, H/32, W/32]
        var p16 = Resizing.Nearest(p32, 2).Add(lateral16.forward(features.Sixteenth));                       // [N, 64, H/16, W/16]
        var p8 = Resizing.Nearest(p16, 2).Add(lateral8.forward(features.Eighth));                            // [N, 64, H/8, W/8]
        var p4 = Resizing.Nearest(p8, 2).Add(lateral4.forward(features.Quarter));                            // [N, 64, H/4, W/4]
        var joined = Resizing.Bilinear(smooth32.forward(p32), 8)
            .Add(Resizing.Bilinear(smooth16.forward(p16), 4))
            .Add(Resizing.Bilinear(smooth8.forward(p8), 2))
            .Add(smooth4.forward(p4));                                                                       // [N, 64, H/4, W/4]
        return Resizing.Bilinear(score.forward(joined), 4).MoveToOuterDisposeScope();                        // [N, C, H, W]
    }
}

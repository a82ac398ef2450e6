using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>
/// One task's decoder, that of DeepLabV3+ (Chen et al., ECCV 2018, arXiv:1802.02611, figure 2): the coarsest features at several rates and their
/// mean (ASPP), upsampled, joined with 48 channels of the features at 1/4, and refined by two 3x3 convolutions.
/// </summary>
/// <remarks>
/// Convolutions of 3x3 are separable, as the paper's. Deviations: the encoder is not dilated and ends at 1/32 instead of 1/16, so the rates are 3,
/// 6 and 9 instead of 6, 12 and 18, which are the same distances in the frame; the mean, one value of a frame per channel, is not normalised,
/// because a batch of one frame has no variance.
/// </remarks>
internal sealed class DeepLabV3PlusDecoder : nn.Module<FeaturePyramid, Tensor>
{
    private const int Width = 256;
    private const int LowWidth = 48;

    private readonly NormalizedConvolution point;
    private readonly SeparableConvolution atrous3;
    private readonly SeparableConvolution atrous6;
    private readonly SeparableConvolution atrous9;
    private readonly ConvolutionLayer pool;
    private readonly NormalizedConvolution project;
    private readonly NormalizedConvolution low;
    private readonly SeparableConvolution refine1;
    private readonly SeparableConvolution refine2;
    private readonly ConvolutionLayer score;

    /// <param name="channels">Channels of the aggregated features at 1/4, 1/8, 1/16 and 1/32.</param>
    /// <param name="outputs">C, the channels to emit.</param>
    /// <param name="isFolded">Whether batch normalisation is part of the convolutions.</param>
    internal DeepLabV3PlusDecoder(IReadOnlyList<int> channels, int outputs, bool isFolded) : base(nameof(DeepLabV3PlusDecoder))
    {
        int coarse = channels[3];
        point = Point(coarse, Width);
        atrous3 = new SeparableConvolution(coarse, Width, dilation: 3, isFolded);
        atrous6 = new SeparableConvolution(coarse, Width, dilation: 6, isFolded);
        atrous9 = new SeparableConvolution(coarse, Width, dilation: 9, isFolded);
        pool = new ConvolutionLayer(coarse, Width, 1);
        project = Point(5 * Width, Width);
        low = Point(channels[0], LowWidth);
        refine1 = new SeparableConvolution(Width + LowWidth, Width, dilation: 1, isFolded);
        refine2 = new SeparableConvolution(Width, Width, dilation: 1, isFolded);
        score = new ConvolutionLayer(Width, outputs, 1);
        RegisterComponents();

        NormalizedConvolution Point(int inputs, int width) =>
            new(new ConvolutionLayer(inputs, width, 1, bias: isFolded), isFolded ? null : nn.BatchNorm2d(width), Activation.Relu);
    }

    /// <param name="features">float32, the levels 1/4 and 1/32.</param>
    /// <returns>float32 [N, C, H, W], before softmax or rescaling; the caller's dispose scope owns it.</returns>
    public override Tensor forward(FeaturePyramid features)
    {
        using var scope = NewDisposeScope();
        var x = Resizing.Bilinear(Pyramid(features.ThirtySecond), 8);                        // [N, 256, H/4, W/4]
        x = cat([x, low.forward(features.Quarter)], 1);                                      // [N, 304, H/4, W/4]
        x = refine2.forward(refine1.forward(x));                                             // [N, 256, H/4, W/4]
        return Resizing.Bilinear(score.forward(x), 4).MoveToOuterDisposeScope();             // [N, C, H, W]
    }

    /// <summary>Atrous spatial pyramid pooling, [N, 256, h, w].</summary>
    private Tensor Pyramid(Tensor x)
    {
        using var scope = NewDisposeScope();
        var mean = pool.Rectified(x.mean([2, 3], keepdim: true));                            // [N, 256, 1, 1]
        var everywhere = ChannelsLast.From(mean.expand(-1, -1, x.shape[2], x.shape[3]));     // [N, 256, h, w]
        var all = cat([point.forward(x), atrous3.forward(x), atrous6.forward(x), atrous9.forward(x), everywhere], 1);
        return project.forward(all).MoveToOuterDisposeScope();
    }
}

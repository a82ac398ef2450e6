using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>
/// One task's decoder, FCN8 (Long et al., CVPR 2015, arXiv:1411.4038): scores at three levels by 1x1 convolutions, each upsampled and
/// added to the next finer one, then to full size. Every convolution has a bias.
/// </summary>
internal sealed class Fcn8Decoder : nn.Module<FeaturePyramid, Tensor>
{
    private readonly ConvolutionLayer score8;
    private readonly ConvolutionLayer score16;
    private readonly ConvolutionLayer score32;
    private readonly Upsampling up32;
    private readonly Upsampling up16;
    private readonly Upsampling up8;

    /// <param name="widths">Channels of the aggregated features at 1/8, 1/16 and 1/32.</param>
    /// <param name="outputs">C, the channels to emit.</param>
    internal Fcn8Decoder(int[] widths, int outputs) : base(nameof(Fcn8Decoder))
    {
        score8 = new ConvolutionLayer(widths[0], outputs, 1);
        score16 = new ConvolutionLayer(widths[1], outputs, 1);
        score32 = new ConvolutionLayer(widths[2], outputs, 1);
        up32 = new Upsampling(outputs, outputs, factor: 2);
        up16 = new Upsampling(outputs, outputs, factor: 2);
        up8 = new Upsampling(outputs, outputs, factor: 8);
        RegisterComponents();
    }

    /// <summary>The convolutions that score the aggregated features at 1/8, 1/16 and 1/32.</summary>
    internal ConvolutionLayer[] Scores => [score8, score16, score32];

    /// <param name="features">float32, the levels 1/8, 1/16 and 1/32.</param>
    /// <returns>float32 [N, C, H, W], before softmax or rescaling; the caller's dispose scope owns it.</returns>
    public override Tensor forward(FeaturePyramid features)
    {
        using var scope = NewDisposeScope();
        return Join(score8.forward(features.Eighth), score16.forward(features.Sixteenth), score32.forward(features.ThirtySecond))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Joins the three levels' scores.</summary>
    /// <param name="eighth">float32 [N, C, H/8, W/8].</param>
    /// <param name="sixteenth">float32 [N, C, H/16, W/16].</param>
    /// <param name="thirtySecond">float32 [N, C, H/32, W/32].</param>
    /// <returns>float32 [N, C, H, W], before softmax or rescaling.</returns>
    internal Tensor Join(Tensor eighth, Tensor sixteenth, Tensor thirtySecond)
    {
        using var scope = NewDisposeScope();
        var x = up32.forward(thirtySecond).Plus(sixteenth);                                     // [N, C, H/16, W/16]
        x = up16.forward(x).Plus(eighth);                                                       // [N, C, H/8, W/8]
        return up8.forward(x).MoveToOuterDisposeScope();                                    // [N, C, H, W]
    }
}

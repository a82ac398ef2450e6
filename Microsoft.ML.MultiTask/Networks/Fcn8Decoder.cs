using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One task's decoder, FCN8 (Long et al., CVPR 2015, arXiv:1411.4038): scores at three levels by 1x1 convolutions, each upsampled and
/// added to the next finer one, then to full size. Every convolution has a bias.
/// </summary>
internal sealed class Fcn8Decoder : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly Conv2d score8;
    private readonly Conv2d score16;
    private readonly Conv2d score32;
    private readonly ConvTranspose2d up32;
    private readonly ConvTranspose2d up16;
    private readonly ConvTranspose2d up8;

    /// <param name="widths">Channels of the aggregated features at 1/8, 1/16 and 1/32.</param>
    /// <param name="outputs">C, the channels to emit.</param>
    internal Fcn8Decoder(int[] widths, int outputs) : base(nameof(Fcn8Decoder))
    {
        score8 = nn.Conv2d(widths[0], outputs, 1);
        score16 = nn.Conv2d(widths[1], outputs, 1);
        score32 = nn.Conv2d(widths[2], outputs, 1);
        up32 = nn.ConvTranspose2d(outputs, outputs, 4, stride: 2, padding: 1);
        up16 = nn.ConvTranspose2d(outputs, outputs, 4, stride: 2, padding: 1);
        up8 = nn.ConvTranspose2d(outputs, outputs, 16, stride: 8, padding: 4);
        RegisterComponents();
    }

    /// <returns>float32 [N, C, H, W], before softmax or rescaling.</returns>
    public override Tensor forward(Tensor eighth, Tensor sixteenth, Tensor thirtySecond)
    {
        using var scope = NewDisposeScope();
        var x = up32.forward(score32.forward(thirtySecond)) + score16.forward(sixteenth);   // [N, C, H/16, W/16]
        x = up16.forward(x) + score8.forward(eighth);                                       // [N, C, H/8, W/8]
        return Upsample8(x).MoveToOuterDisposeScope();                                      // [N, C, H, W]
    }

    /// <summary>
    /// up8, written as what it is: a kernel of 16 with stride 8 lets each output pixel see 2x2 inputs, so a 2x2 convolution to 8x8 times
    /// as many channels, whose channels then become pixels (Shi et al., CVPR 2016, arXiv:1609.07009). The products are the same; the
    /// transposed convolution writes each four times over and adds them up.
    /// </summary>
    private Tensor Upsample8(Tensor x)
    {
        const int Factor = 8;
        long inputs = up8.weight!.shape[0], outputs = up8.weight!.shape[1];
        var kernel = up8.weight!.reshape(inputs, outputs, 2, Factor, 2, Factor).flip(2, 4)
            .permute(1, 3, 5, 0, 2, 4).reshape(outputs * Factor * Factor, inputs, 2, 2);
        var bias = up8.bias!.unsqueeze(1).expand(outputs, Factor * Factor).reshape(-1);
        var phases = nn.functional.conv2d(x.contiguous(), kernel, bias, padding: [1, 1]);    // [N, C*64, h+1, w+1]
        return nn.functional.pixel_shuffle(phases, Factor)                                   // [N, C, H+8, W+8]
            .narrow(2, Factor / 2, x.shape[2] * Factor).narrow(3, Factor / 2, x.shape[3] * Factor);
    }
}

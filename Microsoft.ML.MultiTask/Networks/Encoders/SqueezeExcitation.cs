using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// Weighs the channels by a function of their means (Hu et al., CVPR 2018, arXiv:1709.01507, equations 2 to 4), with MobileNetV3's hard sigmoid:
/// x · min(max(W₂ max(W₁ mean(x) + b₁, 0) + b₂ + 3, 0), 6) / 6.
/// </summary>
internal sealed class SqueezeExcitation : nn.Module<Tensor, Tensor>
{
    private const int Multiple = 8;

    private readonly ConvolutionLayer fc1;
    private readonly ConvolutionLayer fc2;

    /// <param name="channels">C.</param>
    internal SqueezeExcitation(int channels) : base(nameof(SqueezeExcitation))
    {
        int squeezed = Squeezed(channels);
        fc1 = new ConvolutionLayer(channels, squeezed, 1);
        fc2 = new ConvolutionLayer(squeezed, channels, 1);
        RegisterComponents();
    }

    /// <summary>A quarter, rounded to a multiple of 8, upwards where that would take away more than a tenth.</summary>
    internal static int Squeezed(int channels)
    {
        double quarter = channels / 4;
        int rounded = Math.Max(Multiple, (int)(quarter + Multiple / 2) / Multiple * Multiple);
        return rounded < 0.9 * quarter ? rounded + Multiple : rounded;
    }

    /// <param name="x">float32 or bfloat16 [N, C, H, W].</param>
    /// <returns>Of the same type and shape; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var weights = fc2.forward(fc1.forward(x.mean([2, 3], keepdim: true)).relu_()).hardsigmoid();     // [N, C, 1, 1]
        return (x * weights).MoveToOuterDisposeScope();
    }
}

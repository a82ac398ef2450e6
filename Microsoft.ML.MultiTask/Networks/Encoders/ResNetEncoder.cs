using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// ResNet without its classifier (He et al., CVPR 2016, arXiv:1512.03385). Field names are torchvision's, because they are state-dict keys
/// (<c>encoder.layer1.0.conv1.weight</c>).
/// </summary>
internal sealed class ResNetEncoder : nn.Module<Tensor, FeaturePyramid>
{
    private const int StemChannels = 64;

    private readonly ConvolutionLayer conv1;
    private readonly BatchNorm2d? bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;

    /// <param name="depths">Blocks of the four stages.</param>
    /// <param name="isBottleneck">Whether the blocks are bottlenecks.</param>
    /// <param name="layout">Where the biases and the strides are.</param>
    /// <param name="isFolded">Whether batch normalisation is part of the convolutions, as <see cref="BatchNormFolding"/> makes it.</param>
    internal ResNetEncoder(int[] depths, bool isBottleneck, EncoderLayout layout, bool isFolded) : base(nameof(ResNetEncoder))
    {
        int channels = StemChannels;
        conv1 = new ConvolutionLayer(3, channels, 7, stride: 2, bias: isFolded || layout == EncoderLayout.Keras);
        bn1 = isFolded ? null : nn.BatchNorm2d(channels);
        layer1 = Stage(width: 64, depths[0], stride: 1);
        layer2 = Stage(width: 128, depths[1], stride: 2);
        layer3 = Stage(width: 256, depths[2], stride: 2);
        layer4 = Stage(width: 512, depths[3], stride: 2);
        RegisterComponents();

        Sequential Stage(int width, int depth, int stride)
        {
            var blocks = new (string, nn.Module<Tensor, Tensor>)[depth];
            for (int i = 0; i < depth; i++)
            {
                blocks[i] = ($"{i}", new ResidualBlock(channels, width, i == 0 ? stride : 1, isBottleneck, layout, isFolded));
                channels = isBottleneck ? width * ResidualBlock.BottleneckExpansion : width;
            }
            return nn.Sequential(blocks);
        }
    }

    /// <param name="x">float32 or bfloat16 [N, 3, H, W], normalised; H and W multiples of 32.</param>
    /// <returns>The ends of layer1 to layer4, of the same type; the caller's dispose scope owns them.</returns>
    public override FeaturePyramid forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        Tensor quarter;
        using (var stem = Stem(x))                                                    // [N, 64, H/4, W/4]
            quarter = layer1.forward(stem);                                           // [N, C4, H/4, W/4]
        var eighth = layer2.forward(quarter);                                         // [N, C8, H/8, W/8]
        var sixteenth = layer3.forward(eighth);                                       // [N, C16, H/16, W/16]
        var thirtySecond = layer4.forward(sixteenth);                                 // [N, C32, H/32, W/32]
        return new FeaturePyramid(quarter, eighth, sixteenth, thirtySecond).MoveToOuterDisposeScope();
    }

    private Tensor Stem(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = bn1 is null ? conv1.Rectified(x) : BatchNormalization.Apply(bn1, conv1.forward(x)).relu_();   // [N, 64, H/2, W/2]
        return nn.functional.max_pool2d(y, 3, 2, 1).MoveToOuterDisposeScope();
    }
}

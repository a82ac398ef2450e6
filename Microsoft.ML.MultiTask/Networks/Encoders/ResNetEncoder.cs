using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// ResNet without its classifier. Fields are named as torchvision's: their names are the keys of the weights
/// (<c>encoder.layer1.0.conv1.weight</c>).
/// </summary>
internal sealed class ResNetEncoder : nn.Module<Tensor, FeaturePyramid>
{
    private readonly ConvolutionLayer conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;

    internal ResNetEncoder(EncoderArchitecture architecture, EncoderLayout layout) : base(nameof(ResNetEncoder))
    {
        bool bottleneck = architecture == EncoderArchitecture.ResNet50;
        int[] depths = architecture == EncoderArchitecture.ResNet18 ? [2, 2, 2, 2] : [3, 4, 6, 3];
        int channels = 64;
        conv1 = new ConvolutionLayer(3, channels, 7, stride: 2, bias: layout == EncoderLayout.Keras);
        bn1 = nn.BatchNorm2d(channels);
        layer1 = Stage(width: 64, depths[0], stride: 1);
        layer2 = Stage(width: 128, depths[1], stride: 2);
        layer3 = Stage(width: 256, depths[2], stride: 2);
        layer4 = Stage(width: 512, depths[3], stride: 2);
        Units = new EncoderUnits(
            new TrainableConvolution(conv1, bn1),
            [.. new[] { layer1, layer2, layer3, layer4 }.Select(stage => stage.children().Cast<ResidualBlock>().Select(block => block.Units).ToArray())]);
        Widths = bottleneck ? [512, 1024, 2048] : [128, 256, 512];
        RegisterComponents();

        Sequential Stage(int width, int depth, int stride)
        {
            var blocks = new (string, nn.Module<Tensor, Tensor>)[depth];
            for (int i = 0; i < depth; i++)
            {
                blocks[i] = ($"{i}", new ResidualBlock(channels, width, i == 0 ? stride : 1, bottleneck, layout));
                channels = bottleneck ? width * ResidualBlock.BottleneckExpansion : width;
            }
            return nn.Sequential(blocks);
        }
    }

    /// <summary>Channels of the features at 1/8, 1/16 and 1/32 of the input's size.</summary>
    internal int[] Widths { get; }

    /// <summary>The computation; its weights are this module's.</summary>
    internal EncoderUnits Units { get; }

    /// <param name="x">float32 or bfloat16 [N, 3, H, W], normalised; H and W multiples of 32.</param>
    /// <returns>The ends of conv3, conv4 and conv5, like <paramref name="x"/>; the caller's dispose scope owns them.</returns>
    public override FeaturePyramid forward(Tensor x) => Units.Forward(x);
}

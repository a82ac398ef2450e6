using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>A residual network of some depth.</summary>
/// <param name="name">Its name.</param>
/// <param name="depths">Blocks of the four stages.</param>
/// <param name="isBottleneck">Whether the blocks are bottlenecks.</param>
internal sealed class ResNetArchitecture(string name, int[] depths, bool isBottleneck)
    : EncoderArchitecture(name, isBottleneck ? [256, 512, 1024, 2048] : [64, 128, 256, 512])
{
    public override bool SupportsBFloat16 => true;

    internal override bool HasLayouts => true;

    public override nn.Module<Tensor, FeaturePyramid> CreateEncoder() => CreateEncoder(EncoderLayout.Torchvision, isFolded: false);

    internal override nn.Module<Tensor, FeaturePyramid> CreateEncoder(EncoderLayout layout, bool isFolded) =>
        new ResNetEncoder(depths, isBottleneck, layout, isFolded);
}

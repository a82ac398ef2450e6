using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>MobileNetV3-Large.</summary>
internal sealed class MobileNetV3Architecture() : EncoderArchitecture(nameof(MobileNetV3Large), [24, 40, 112, 960])
{
    public override bool SupportsBFloat16 => true;

    public override nn.Module<Tensor, FeaturePyramid> CreateEncoder() => new MobileNetV3Encoder(isFolded: false);

    internal override nn.Module<Tensor, FeaturePyramid> CreateEncoder(EncoderLayout layout, bool isFolded) => new MobileNetV3Encoder(isFolded);
}

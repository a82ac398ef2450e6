using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>ConvNeXt-Tiny.</summary>
internal sealed class ConvNeXtArchitecture() : EncoderArchitecture(nameof(ConvNeXtTiny), ConvNeXtEncoder.Widths)
{
    public override bool SupportsBFloat16 => true;

    internal override int LargestMapChannels => ConvNeXtEncoder.Widths[0];                    // four times as many at a quarter of the size

    public override nn.Module<Tensor, FeaturePyramid> CreateEncoder() => new ConvNeXtEncoder();
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>The decoder <see cref="DeepLabV3PlusDecoder"/>.</summary>
internal sealed class DeepLabV3PlusArchitecture() : DecoderArchitecture(nameof(DeepLabV3Plus), FeatureLevels.Quarter | FeatureLevels.ThirtySecond)
{
    public override nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels) =>
        CreateDecoder(channels, outputChannels, isFolded: false);

    internal override nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels, bool isFolded) =>
        new DeepLabV3PlusDecoder(channels, outputChannels, isFolded);
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>The decoder <see cref="FeaturePyramidDecoder"/>.</summary>
internal sealed class FeaturePyramidArchitecture() : DecoderArchitecture(nameof(FeaturePyramid), FeatureLevels.All)
{
    public override nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels) =>
        CreateDecoder(channels, outputChannels, isFolded: false);

    internal override nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels, bool isFolded) =>
        new FeaturePyramidDecoder(channels, outputChannels, isFolded);
}

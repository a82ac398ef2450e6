using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>The decoder <see cref="Fcn8Decoder"/>.</summary>
internal sealed class Fcn8Architecture() : DecoderArchitecture(
    nameof(Fcn8), FeatureLevels.Eighth | FeatureLevels.Sixteenth | FeatureLevels.ThirtySecond)
{
    public override nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels) =>
        new Fcn8Decoder([.. channels.Skip(1)], outputChannels);
}

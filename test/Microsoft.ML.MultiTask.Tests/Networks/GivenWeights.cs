using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Encoder weights in memory.</summary>
internal sealed class GivenWeights(Func<IReadOnlyDictionary<string, Tensor>> load, PixelNormalization? normalization = null, EncoderArchitecture? architecture = null)
    : EncoderWeights
{
    public override string Name => "given";

    public override PixelNormalization? Normalization => normalization;

    public override EncoderArchitecture? Architecture => architecture;

    public override IReadOnlyDictionary<string, Tensor> Load() => load();
}

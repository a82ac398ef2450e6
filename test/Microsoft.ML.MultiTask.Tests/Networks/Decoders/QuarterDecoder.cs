using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The example of docs/network.md: scores at 1/4, upsampled.</summary>
internal sealed class QuarterDecoder() : DecoderArchitecture("Quarter", FeatureLevels.Quarter)
{
    public override nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels) =>
        new Layers(channels[0], outputChannels);

    private sealed class Layers : nn.Module<FeaturePyramid, Tensor>
    {
        private readonly Conv2d score;

        internal Layers(int inputs, int outputs) : base("Quarter")
        {
            score = nn.Conv2d(inputs, outputs, 3, padding: 1);
            RegisterComponents();
        }

        public override Tensor forward(FeaturePyramid features) =>
            nn.functional.interpolate(score.forward(features.Quarter), scale_factor: [4, 4]);       // [N, C, H, W]
    }
}

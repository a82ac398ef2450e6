using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// MobileNetV3-Large without its classifier (Howard et al., ICCV 2019, arXiv:1905.02244, table 1). Names are torchvision's
/// (<c>encoder.features.4.block.2.fc1.weight</c>), because they are state-dict keys.
/// </summary>
internal sealed class MobileNetV3Encoder : nn.Module<Tensor, FeaturePyramid>
{
    private const int StemChannels = 16;
    private const int LastChannels = 960;
    private const Activation RE = Activation.Relu;                   // the table's names
    private const Activation HS = Activation.Hardswish;

    private static readonly InvertedResidualShape[] s_blocks =
    [
        new(Kernel: 3, Width: 16, Outputs: 16, HasExcitation: false, RE, Stride: 1),
        new(3, 64, 24, false, RE, 2),
        new(3, 72, 24, false, RE, 1),                              // 1/4
        new(5, 72, 40, true, RE, 2),
        new(5, 120, 40, true, RE, 1),
        new(5, 120, 40, true, RE, 1),                              // 1/8
        new(3, 240, 80, false, HS, 2),
        new(3, 200, 80, false, HS, 1),
        new(3, 184, 80, false, HS, 1),
        new(3, 184, 80, false, HS, 1),
        new(3, 480, 112, true, HS, 1),
        new(3, 672, 112, true, HS, 1),                        // 1/16
        new(5, 672, 160, true, HS, 2),
        new(5, 960, 160, true, HS, 1),
        new(5, 960, 160, true, HS, 1),
    ];

    private readonly Sequential features;

    /// <param name="isFolded">Whether batch normalisation is part of the convolutions.</param>
    internal MobileNetV3Encoder(bool isFolded) : base(nameof(MobileNetV3Encoder))
    {
        var parts = new List<nn.Module<Tensor, Tensor>> { InvertedResidual.Normalized(3, StemChannels, 3, HS, isFolded, stride: 2) };
        int channels = StemChannels;
        foreach (var block in s_blocks)
        {
            parts.Add(new InvertedResidual(channels, block, isFolded));
            channels = block.Outputs;
        }
        parts.Add(InvertedResidual.Normalized(channels, LastChannels, 1, HS, isFolded));
        features = nn.Sequential(parts.Select((part, i) => ($"{i}", part)));
        RegisterComponents();
    }

    /// <param name="x">float32 or bfloat16 [N, 3, H, W], normalised; H and W multiples of 32.</param>
    /// <returns>The ends of parts 3, 6, 12 and 16, of the same type; the caller's dispose scope owns them.</returns>
    public override FeaturePyramid forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var quarter = Stages.Run(features, x, 0, 4);                                  // [N, 24, H/4, W/4]
        var eighth = Stages.Run(features, quarter, 4, 7);                             // [N, 40, H/8, W/8]
        var sixteenth = Stages.Run(features, eighth, 7, 13);                          // [N, 112, H/16, W/16]
        var thirtySecond = Stages.Run(features, sixteenth, 13, 17);                   // [N, 960, H/32, W/32]
        return new FeaturePyramid(quarter, eighth, sixteenth, thirtySecond).MoveToOuterDisposeScope();
    }
}

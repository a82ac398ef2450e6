using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>
/// ConvNeXt-Tiny without its classifier (Liu et al., CVPR 2022, arXiv:2201.03545, figure 4 and appendix A). Names are torchvision's
/// (<c>encoder.features.1.0.block.0.weight</c>), because they are state-dict keys.
/// </summary>
/// <remarks>
/// Deviations: no stochastic depth, which leaves out blocks at random in training, so that a step is a function of batch and weights; initial
/// weights as everywhere in this package (<see cref="WeightInitialization"/>).
/// </remarks>
internal sealed class ConvNeXtEncoder : nn.Module<Tensor, FeaturePyramid>
{
    private static readonly int[] s_depths = [3, 3, 9, 3];

    private readonly Sequential features;

    internal ConvNeXtEncoder() : base(nameof(ConvNeXtEncoder))
    {
        var parts = new List<nn.Module<Tensor, Tensor>>();
        for (int stage = 0; stage < Widths.Length; stage++)
        {
            int width = Widths[stage];
            parts.Add(stage == 0 ? nn.Sequential(("0", new ConvolutionLayer(3, width, 4, stride: 4)), ("1", new ChannelNorm(width)))
                : nn.Sequential(("0", new ChannelNorm(Widths[stage - 1])), ("1", new ConvolutionLayer(Widths[stage - 1], width, 2, stride: 2))));
            parts.Add(nn.Sequential(Enumerable.Range(0, s_depths[stage]).Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)new ConvNeXtBlock(width)))));
        }
        features = nn.Sequential(parts.Select((part, i) => ($"{i}", part)));
        RegisterComponents();
    }

    /// <summary>Channels at 1/4, 1/8, 1/16 and 1/32 of the input's size.</summary>
    internal static int[] Widths { get; } = [96, 192, 384, 768];

    /// <param name="x">float32 or bfloat16 [N, 3, H, W], normalised; H and W multiples of 32.</param>
    /// <returns>The ends of the four stages, of the same type; the caller's dispose scope owns them.</returns>
    public override FeaturePyramid forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var levels = new Tensor[Widths.Length];
        for (int stage = 0; stage < levels.Length; stage++)
        {
            using var start = Stages.Run((Sequential)features[2 * stage], stage == 0 ? x : levels[stage - 1], 0, 2);
            var blocks = (Sequential)features[2 * stage + 1];
            levels[stage] = Stages.Run(blocks, start, 0, blocks.Count);
        }
        return new FeaturePyramid(levels[0], levels[1], levels[2], levels[3]).MoveToOuterDisposeScope();
    }
}

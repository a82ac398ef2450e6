using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>The computation of an encoder, trained or folded.</summary>
/// <param name="Stem">The first convolution.</param>
/// <param name="Stages">The blocks of each of the four stages.</param>
internal sealed record EncoderUnits(ConvolutionUnit Stem, IReadOnlyList<IReadOnlyList<ResidualUnits>> Stages) : IDisposable
{
    /// <param name="x">float32 or bfloat16 [N, 3, H, W], normalised; H and W multiples of 32.</param>
    /// <returns>The ends of conv3, conv4 and conv5, like <paramref name="x"/>; the caller's dispose scope owns them.</returns>
    internal FeaturePyramid Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = Stem.Forward(x, relu: true);                                          // [N, 64, H/2, W/2]
        y = nn.functional.max_pool2d(y, 3, 2, 1);                                     // [N, 64, H/4, W/4]
        var eighth = Run(1, Run(0, (y, y)));                                          // [N, C8, H/8, W/8]
        var sixteenth = Run(2, eighth);                                               // [N, C16, H/16, W/16]
        var thirtySecond = Run(3, sixteenth);                                         // [N, C32, H/32, W/32]
        return new FeaturePyramid(
            eighth.Y.MoveToOuterDisposeScope(), sixteenth.Y.MoveToOuterDisposeScope(), thirtySecond.Y.MoveToOuterDisposeScope());
    }

    internal EncoderUnits Fold(ScalarType type) =>
        new(Stem.Fold(type), [.. Stages.Select(stage => stage.Select(block => block.Fold(type)).ToArray())]);

    /// <summary>Frees folded weights; a trained encoder's belong to its module.</summary>
    public void Dispose()
    {
        var units = Stages.SelectMany(stage => stage).SelectMany(block => block.Units.Append(block.Shortcut)).Append(Stem);
        foreach (var unit in units.OfType<FoldedConvolution>())
            unit.Dispose();
    }

    private (Tensor Y, Tensor Again) Run(int stage, (Tensor Y, Tensor Again) x) => Stages[stage].Aggregate(x, (y, block) => block.Forward(y));
}

using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>The computation of one residual block: two units (basic) or three (bottleneck), added to the block's input.</summary>
/// <param name="Units">The units of the residual, in order.</param>
/// <param name="Shortcut">What makes the block's input the shape of its output; null where it is so already.</param>
internal sealed record ResidualUnits(IReadOnlyList<ConvolutionUnit> Units, ConvolutionUnit? Shortcut)
{
    /// <param name="x">[N, inputs, H, W].</param>
    /// <returns>[N, outputs, H/stride, W/stride].</returns>
    internal Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var shortcut = Shortcut?.Forward(x, relu: false) ?? x;
        var y = x;
        foreach (var unit in Units.SkipLast(1))
            y = unit.Forward(y, relu: true);
        return Units[^1].Forward(y, relu: true, shortcut).MoveToOuterDisposeScope();
    }

    internal ResidualUnits Fold(ScalarType type) => new([.. Units.Select(unit => unit.Fold(type))], Shortcut?.Fold(type));
}

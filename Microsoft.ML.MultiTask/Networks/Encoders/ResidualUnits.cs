using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>The computation of one residual block: two units (basic) or three (bottleneck), added to the block's input.</summary>
/// <param name="Units">The units of the residual, in order.</param>
/// <param name="Shortcut">What makes the block's input the shape of its output; null where it is so already.</param>
internal sealed record ResidualUnits(IReadOnlyList<ConvolutionUnit> Units, ConvolutionUnit? Shortcut)
{
    /// <param name="x">
    /// The block's input, [N, inputs, H, W], for the residual and again for the shortcut, as <see cref="ConvolutionUnit.ForwardTwice"/>
    /// gives it.
    /// </param>
    /// <returns>Its output in the same way, [N, outputs, H/stride, W/stride].</returns>
    internal (Tensor Y, Tensor Again) Forward((Tensor Y, Tensor Again) x)
    {
        using var scope = NewDisposeScope();
        var shortcut = Shortcut?.Forward(x.Again, relu: false) ?? x.Again;
        var y = x.Y;
        foreach (var unit in Units.SkipLast(1))
            y = unit.Forward(y, relu: true);
        var (sum, again) = Units[^1].ForwardTwice(y, shortcut);
        return (sum.MoveToOuterDisposeScope(), again.MoveToOuterDisposeScope());
    }

    internal ResidualUnits Fold(ScalarType type) => new([.. Units.Select(unit => unit.Fold(type))], Shortcut?.Fold(type));
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>The sum of the losses' logarithms: no loss's scale matters, and a small loss weighs as much as a large one.</summary>
    /// <remarks>
    /// Σ log Lᵢ; task i weighs 1 / Lᵢ. Costs one backward pass per step; decoders get the weights too. It descends in the same direction
    /// as <see cref="Geometric"/>, whose steps shrink as the losses do; under this one they keep their length. Under Adam, which does not
    /// care for length, the two hardly differ: use this one with SGD.
    /// <para>A loss below 1.18e-38, zero included, counts as that and weighs 0: it stands at its minimum.</para>
    /// </remarks>
    /// <returns>The combiner.</returns>
    public static LossCombiner ScaleInvariant() => new ScaleInvariantCombiner();
}

/// <summary>Σ log Lᵢ.</summary>
internal sealed class ScaleInvariantCombiner : LossCombiner
{
    public override string Name => "ScaleInvariant";

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) => Logarithms(losses, taskIndices).sum();
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// The geometric loss strategy (GLS): the geometric mean of the losses, which no scale of a single loss can unbalance.
    /// </summary>
    /// <remarks>
    /// Chennupati et al., "MultiNet++: Multi-Stream Feature Aggregation and Geometric Loss Strategy for Multi-Task Learning", CVPR
    /// Workshops 2019, arXiv:1904.08492, equation 1: (Π Lᵢ)^(1/n). Task i weighs GLS / (n Lᵢ). Costs one backward pass per step.
    /// <para>
    /// Deviation: computed as exp(mean(log L)), which neither underflows nor overflows. The paper avoids the logarithm for its cost,
    /// which is not measurable.
    /// </para>
    /// <para>
    /// A loss below 1.18e-38, zero included, counts as that in the mean and weighs 0: it stands at its minimum, so it has no gradient to
    /// scale, while the true weight grows beyond all bounds. The other tasks' weights shrink with the geometric mean, as the formula has
    /// it.
    /// </para>
    /// </remarks>
    /// <returns>The combiner.</returns>
    public static LossCombiner Geometric() => new GeometricCombiner();
}

/// <summary>(Π Lᵢ)^(1/n).</summary>
internal sealed class GeometricCombiner : LossCombiner
{
    public override string Name => "Geometric";

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
        Logarithms(losses, taskIndices).mean().exp();
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>GLS: (Π Lᵢ)^(1/n). Task i weighs GLS / (n Lᵢ).</summary>
/// <remarks>
/// Deviation: computed as exp(mean(log L)), which neither underflows nor overflows. The paper avoids the logarithm for its cost, which is
/// not measurable. A loss below 1.18e-38, zero included, counts as that in the mean and weighs 0: it is at its minimum, so there is no
/// gradient to scale, while its true weight is unbounded.
/// </remarks>
internal sealed class GeometricCombiner : FormulaCombiner
{
    public override string Name => "Geometric";

    protected override Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks) => LossMath.Logarithms(losses, tasks, Name).mean().exp();
}

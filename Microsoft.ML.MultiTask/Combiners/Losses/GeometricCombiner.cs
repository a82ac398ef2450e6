using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>GLS: (Π Lᵢ)^(1/n). Task i weighs GLS / (n Lᵢ).</summary>
/// <remarks>
/// Deviation: computed as exp(mean(log L)), which neither underflows nor overflows. The paper avoids the logarithm for its cost, which is
/// not measurable. The mean is over the tasks whose loss is not 0.
/// </remarks>
internal sealed class GeometricCombiner : FormulaCombiner
{
    public override string Name => "Geometric";

    protected override Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks) => LossMath.Logarithms(losses, tasks, Name).mean().exp();
}

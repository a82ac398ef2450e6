using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ log Lᵢ. Task i weighs 1 / Lᵢ; a loss below 1.18e-38 counts as that and weighs 0.</summary>
internal sealed class ScaleInvariantCombiner : FormulaCombiner
{
    public override string Name => "ScaleInvariant";

    protected override Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks) => LossMath.Logarithms(losses, tasks, Name).sum();
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ log Lᵢ. Task i weighs 1 / Lᵢ; a task whose loss is 0 is left out.</summary>
internal sealed class ScaleInvariantCombiner : FormulaCombiner
{
    public override string Name => "ScaleInvariant";

    protected override Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks) => LossMath.Logarithms(losses, tasks, Name).sum();
}

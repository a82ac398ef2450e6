using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ Lᵢ, or Σ Lᵢ / n.</summary>
internal sealed class EqualCombiner(bool average) : FormulaCombiner
{
    public override string Name => "Equal";

    protected override Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks) => average ? losses.mean() : losses.sum();
}

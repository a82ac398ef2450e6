using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>Equal weights: the sum of the losses, every task weighing 1.</summary>
    /// <remarks>The baseline of the MultiNet++ paper (arXiv:1904.08492, section 4). Costs one backward pass per step.</remarks>
    /// <param name="average">
    /// Divides by the number of tasks that have a label in the step, so that a learning rate suits any number of tasks; by default the
    /// sum.
    /// </param>
    /// <returns>The combiner.</returns>
    public static LossCombiner Equal(bool average = false) => new EqualCombiner(average);
}

/// <summary>Σ Lᵢ, or Σ Lᵢ / n.</summary>
internal sealed class EqualCombiner(bool average) : LossCombiner
{
    public override string Name => "Equal";

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) => average ? losses.mean() : losses.sum();
}

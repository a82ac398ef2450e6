using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>IMTL-L: learned scales bring all losses to the same size.</summary>
    /// <remarks>
    /// Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang: "Towards Impartial Multi-Task Learning", ICLR 2021, section 3.2: Σ exp(sᵢ) Lᵢ - sᵢ. At
    /// the minimum over s every exp(s) L is 1. The s are the parameters <c>log_scale.&lt;task&gt;</c>, trained by the network's optimizer.
    /// Costs one backward pass per step; decoders get the weights too. Use it as <see cref="ScaleInvariant"/> with a memory, mostly in
    /// front of a combiner of gradients: the paper's IMTL is this one, <see cref="Then"/> its IMTL-G.
    /// </remarks>
    /// <param name="initialLogScale">s at the start, -50 to 50; the paper's is 0 (weights 1).</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialLogScale"/> is not within -50 to 50.</exception>
    public static LossCombiner ImtlL(double initialLogScale = 0)
    {
        if (!(Math.Abs(initialLogScale) <= 50))
            throw new ArgumentOutOfRangeException(
                nameof(initialLogScale), $"'{nameof(initialLogScale)}' must be from -50 to 50, but was {Number(initialLogScale)}.");
        return new ImtlLCombiner(initialLogScale);
    }
}

/// <summary>Σ exp(sᵢ) Lᵢ - sᵢ.</summary>
internal sealed class ImtlLCombiner(double initialLogScale) : LossCombiner
{
    private Tensor[] _logScales = [];

    public override string Name => "IMTL-L";

    protected override void Start(Device device) =>
        _logScales = [.. Tasks.Select((task, t) => AddParameter($"log_scale.{task.Key}", initialLogScale, device, t))];

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        var s = torch.stack(taskIndices.Select(i => _logScales[i]));                                                 // [n]
        return (s.exp() * losses - s).sum();
    }
}

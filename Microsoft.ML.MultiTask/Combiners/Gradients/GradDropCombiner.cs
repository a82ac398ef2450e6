using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>GradDrop: of each element of the gradients either the positive or the negative parts go in, by lot, the likelier the larger.</summary>
    /// <remarks>
    /// Chen, Ngiam, Huang, Luong, Kretzschmar, Chai, Anguelov: "Just Pick a Sign: Optimizing Deep Multitask Models with Gradient Sign
    /// Dropout", NeurIPS 2020, arXiv:2010.06808, algorithm 1: with the purity P = ½ (1 + Σgᵢ / Σ|gᵢ|) of each element and U uniform in
    /// [0, 1], the positive gᵢ are added where P > U, else the negative ones. Costs one backward pass per task; decoders get their own
    /// gradients.
    /// <para>Use it where tasks' gradients conflict in single weights rather than as a whole. The lot adds noise.</para>
    /// <para>
    /// Deviation: works on the gradients of the shared parameters, as TorchJD does, where the paper has them of the last shared
    /// activations, with these activations' signs.
    /// </para>
    /// </remarks>
    /// <param name="leak">The share of the plain sum that always goes in, from 0 to 1; by default 0.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="leak"/> is outside 0 to 1.</exception>
    public static GradientCombiner GradDrop(double leak = 0)
    {
        CheckFraction(leak, nameof(leak));
        return new GradDropCombiner(leak);
    }
}

/// <summary>Elementwise the sum of the positive or that of the negative gradients.</summary>
internal sealed class GradDropCombiner(double leak) : GradientCombiner
{
    private CombinerRandom? _random;

    public override string Name => "GradDrop";

    protected override void Start(Device device) => _random = AddRandom();

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        var gradients = trainingStep.Gradients();                                         // [n, P]
        CheckFinite(Rows(gradients), trainingStep.TaskIndices);
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(_random!.Next() >> 1, gradients.device);
        var lot = torch.rand(gradients.shape[1], dtype: ScalarType.Float32, device: gradients.device, generator: generator);
        return new SharedGradient(null, scope.MoveToOuter(Join(gradients, lot)));
    }

    /// <param name="gradients">[n, P]; used up.</param>
    /// <param name="lot">U, [P]; used up.</param>
    internal Tensor Join(Tensor gradients, Tensor lot)
    {
        // The positive parts' sum is (A + S)/2 and the negative ones' (S − A)/2, with S = Σgᵢ and A = Σ|gᵢ|; P > U where S > (2U − 1) A.
        var sum = gradients.sum(dim: 0);                                                  // S, [P]
        var sizes = gradients.abs_().sum(dim: 0);                                         // A, [P]
        var positive = sum > lot.mul_(2).sub_(1) * sizes;
        var picked = (sum + where(positive, sizes, -sizes)) / 2;
        return picked.mul_(1 - leak).add_(sum, leak);
    }
}

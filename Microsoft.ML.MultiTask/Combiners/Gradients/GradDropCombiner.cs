using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// GradDrop: of each element of the gradients either the positive or the negative parts go in, by lot, the likelier the larger.
    /// </summary>
    /// <remarks>
    /// Chen, Ngiam, Huang, Luong, Kretzschmar, Chai, Anguelov: "Just Pick a Sign: Optimizing Deep Multitask Models with Gradient Sign
    /// Dropout", NeurIPS 2020, arXiv:2010.06808, algorithm 1, on the features that the encoder gives to the decoders: with sᵢ task i's
    /// gradient times the feature's sign, summed over the batch, the purity P = ½ (1 + Σsᵢ / Σ|sᵢ|) of each feature and U uniform in
    /// [0, 1], the gradients of the tasks with positive sᵢ go in where P > U, else of those with negative sᵢ. Costs one backward pass
    /// through the encoder whatever the number of tasks; decoders get their own gradients.
    /// <para>Use it where tasks' gradients conflict in single features rather than as a whole. The lot adds noise.</para>
    /// </remarks>
    /// <param name="leak">The share of every gradient that goes in in any case, from 0 to 1; by default 0.</param>
    /// <param name="byParameters">
    /// Works on the gradients of the shared parameters instead, as TorchJD does: sᵢ are these, and it costs one backward pass per task.
    /// </param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="leak"/> is outside 0 to 1.</exception>
    public static GradientCombiner GradDrop(double leak = 0, bool byParameters = false)
    {
        CheckFraction(leak, nameof(leak));
        return new GradDropCombiner(leak, byParameters);
    }
}

/// <summary>Elementwise the sum of the gradients of one sign.</summary>
internal sealed class GradDropCombiner(double leak, bool byParameters) : GradientCombiner
{
    private CombinerRandom? _random;

    public override string Name => "GradDrop";

    public override double BackwardPasses(int taskCount) => byParameters ? taskCount : 1;

    protected override void Start(Device device) => _random = AddRandom();

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        if (byParameters)
        {
            Tensor[] gradients = [.. Rows(trainingStep.Gradients()).Select(row => row.unsqueeze(0))];                 // [n] of [1, P]
            CheckFinite(gradients, trainingStep.TaskIndices);
            return new SharedGradient(null, Pick(gradients, gradients, Lot(gradients[0])).squeeze(0));
        }
        Finite(trainingStep.FeatureGramian(), trainingStep.TaskIndices);
        var ofTasks = trainingStep.FeatureGradients();
        return new SharedGradient(null) { FeatureGradients = [.. trainingStep.Features.Select((features, level) =>
        {
            using var scope = torch.NewDisposeScope();
            var sign = features.sign();
            Tensor[] gradients = [.. ofTasks.Select(levels => levels[level])];                                        // [n] of [B, …]
            Tensor[] signed = [.. gradients.Select(gradient => (gradient * sign).sum(dim: 0, keepdim: true))];         // [n] of [1, …]
            return scope.MoveToOuter(Pick(gradients, signed, Lot(signed[0])));
        })] };
    }

    /// <summary>The joint gradient, [B, …].</summary>
    /// <param name="gradients">[n] of [B, …].</param>
    /// <param name="signed">s, [n] of [1, …].</param>
    /// <param name="lot">U, [1, …]; used up.</param>
    internal Tensor Pick(Tensor[] gradients, Tensor[] signed, Tensor lot)
    {
        using var scope = torch.NewDisposeScope();
        var (sum, size) = (signed[0].clone(), signed[0].abs());
        foreach (var s in signed.Skip(1))
        {
            using var absolute = s.abs();
            sum.add_(s);
            size.add_(absolute);
        }
        var positive = sum > lot.mul_(2).sub_(1).mul_(size);                                    // P > U
        var joint = zeros_like(gradients[0]);
        for (var i = 0; i < gradients.Length; i++)
        {
            using var share = where(positive, signed[i] > 0, signed[i] < 0).to(joint.dtype);
            joint.addcmul_(gradients[i], share.mul_(1 - leak).add_(leak), 1);
        }
        return scope.MoveToOuter(joint);
    }

    /// <summary>Uniform in [0, 1), of a tensor's shape and element type; the same numbers for every element type.</summary>
    private Tensor Lot(Tensor like)
    {
        using var generator = new Generator(_random!.Next() >> 1, like.device);
        return torch.rand(like.shape, dtype: ScalarType.Float32, device: like.device, generator: generator).to(like.dtype);
    }
}

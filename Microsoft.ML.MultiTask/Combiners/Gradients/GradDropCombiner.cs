using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>Elementwise the sum of the gradients of one sign, chosen at random by the sign's purity.</summary>
/// <remarks>
/// On the features that the encoder gives to the decoders: with sᵢ task i's gradient times the feature's sign, summed over the batch, the
/// purity P = ½ (1 + Σsᵢ / Σ|sᵢ|) of each feature and U uniform in [0, 1), the gradients of the tasks with positive sᵢ are added where
/// P > U, else of those with negative sᵢ. By parameters, sᵢ is the gradient itself.
/// </remarks>
internal sealed class GradDropCombiner(double leak, bool byParameters) : GradientCombiner
{
    public override string Name => "GradDrop";

    public override double BackwardPasses(int taskCount) => byParameters ? taskCount : 1;

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, leak, byParameters);

    /// <summary>The joint gradient, [B, …], of [n] gradients of that shape, by s, [n] of [1, …], and U, [1, …], which is overwritten.</summary>
    internal static Tensor Pick(Tensor[] gradients, Tensor[] signed, Tensor lot, double leak)
    {
        using var scope = torch.NewDisposeScope();
        var (positive, size) = (signed[0].relu(), signed[0].abs());                             // Σ max(s, 0) = P Σ|s|
        foreach (var s in signed.Skip(1))
        {
            using var inner = torch.NewDisposeScope();
            positive.Add(s.relu());
            size.Add(s.abs());
        }
        var isPositive = positive > lot.mul_(size);                                             // P > U
        var joint = zeros_like(gradients[0]);
        for (var i = 0; i < gradients.Length; i++)
        {
            using var inner = torch.NewDisposeScope();
            var isPicked = where(isPositive, signed[i].Above(0), signed[i].Below(0));
            joint.AddScaled(gradients[i] * isPicked, 1 - leak);
            if (leak > 0)
                joint.AddScaled(gradients[i], leak);
        }
        return scope.MoveToOuter(joint);
    }

    private sealed class Session(CombinerSessionState state, double leak, bool byParameters) : GradientSession(state)
    {
        private readonly CombinerRandom _random = state.AddRandom();

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            if (byParameters)
            {
                var rows = GradientRows.Of(trainingStep.Gradients());
                Norms(rows, trainingStep.TaskIndices);                                                                // all finite
                Tensor[] gradients = [.. rows.Select(row => row.unsqueeze(0))];                                       // [n] of [1, P]
                return new SharedGradient.Joint(Pick(gradients, gradients, Lot(gradients[0]), leak).squeeze(0));
            }
            Finite(trainingStep.FeatureGramian(), trainingStep.TaskIndices);
            var ofTasks = trainingStep.FeatureGradients();
            return new SharedGradient.JointOfFeatures(
                [.. trainingStep.Features.Select((features, level) => Join(features, [.. ofTasks.Select(levels => levels[level])]))]);
        }

        private Tensor Join(Tensor features, Tensor[] gradients)
        {
            using var scope = torch.NewDisposeScope();
            var sign = features.sign();
            Tensor[] signed = [.. gradients.Select(gradient => (gradient * sign).sum(dim: 0, keepdim: true))];         // [n] of [1, …]
            return scope.MoveToOuter(Pick(gradients, signed, Lot(signed[0]), leak));
        }

        /// <summary>Uniform in [0, 1), of a tensor's shape and element type; the same numbers for every element type.</summary>
        private Tensor Lot(Tensor like)
        {
            using var generator = new Generator(_random.Next() >> 1, like.device);
            return torch.rand(like.shape, dtype: ScalarType.Float32, device: like.device, generator: generator).to(like.dtype);
        }
    }
}

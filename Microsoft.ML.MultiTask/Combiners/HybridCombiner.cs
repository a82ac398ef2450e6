using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>What <see cref="LossCombiner.Then"/> makes: one combiner weighs the losses, another combines their gradients.</summary>
internal sealed class HybridCombiner(LossCombiner first, GradientCombiner second) : GradientCombiner
{
    public override string Name => $"{first.Name}, then {second.Name}";

    public override bool WeighsDecoders => second.WeighsDecoders;

    public override double ForwardPasses => Math.Max(first.ForwardPasses, second.ForwardPasses);

    public override double BackwardPasses(int taskCount) => second.BackwardPasses(taskCount);

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(
        state,
        first.StartIn(state.Nest(first, "", state.Seed)),
        second.StartIn(state.Nest(second, "then.", state.Seed + 1)));

    private sealed class Session(CombinerSessionState state, CombinerSession first, CombinerSession second) : CombinerSession(state)
    {
        public override CombinedLoss Combine(TrainingStep trainingStep)
        {
            ArgumentNullException.ThrowIfNull(trainingStep);
            using var scope = torch.NewDisposeScope();
            var weighed = first.Combine(trainingStep);
            var factors = TrainingStep.Numbers(weighed.Weights);
            var joined = second.Combine(trainingStep.ScaledBy(factors)).ScaledBy(factors);
            return (joined with { Total = weighed.Total }).MoveOutOf(scope);
        }

        public override void BeginEpoch(int epoch)
        {
            first.BeginEpoch(epoch);
            second.BeginEpoch(epoch);
        }

        public override void EndEpoch(IReadOnlyList<double> epochMeanLosses)
        {
            first.EndEpoch(epochMeanLosses);
            second.EndEpoch(epochMeanLosses);
        }

        public override void AfterStep(TrainingStep trainingStep)
        {
            first.AfterStep(trainingStep);
            second.AfterStep(trainingStep);
        }

        public override void Dispose()
        {
            first.Dispose();
            second.Dispose();
            base.Dispose();
        }

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) => first.TotalOf(losses, taskIndices);
    }
}

using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

public sealed partial class CombinerStepTests
{
    /// <summary>Without any dispose scope: what is not disposed inside stays alive.</summary>
    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Session_FromStartToDispose_LeavesNoTensorButItsResults(Func<LossCombiner> create)
    {
        using var losses = tensor(s_losses);
        using var gradients = tensor(s_gradients);
        var before = LiveTensors.OfThisThread;
        var combiner = create().Started();
        var live = new List<long>();
        for (var epoch = 0; epoch < 5; epoch++)
        {
            combiner.BeginEpoch(epoch);
            Step(combiner, TrainingStep.Of(losses, gradients, null, () => losses * 0.9, i => CombinerRegistry.Metrics[i]));
            combiner.EndEpoch([1, 2, 3]);
            live.Add(LiveTensors.OfThisThread);
        }
        combiner.SetState(combiner.GetState());
        foreach (var value in live.Skip(1))                                        // the first step may make buffers
            Assert.AreEqual(live[0], value);
        combiner.Dispose();
        Assert.AreEqual(before, LiveTensors.OfThisThread);

        static void Step(CombinerSession combiner, TrainingStep step)
        {
            var combined = combiner.Combine(step);
            foreach (var tensor in combined.Shared.Tensors.Prepend(combined.Weights).Prepend(combined.Total))
                tensor.Dispose();
            combiner.AfterStep(step);
            step.Losses.Dispose();
        }
    }

    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Combine_InsideADisposeScope_LeavesItsResultsToIt(Func<LossCombiner> create)
    {
        using var combiner = CombinerRegistry.Trained(create);
        using var scope = NewDisposeScope();
        var step = TrainingStep.Of(tensor(s_losses), tensor(s_gradients), null, () => tensor(s_losses), i => CombinerRegistry.Metrics[i]);
        var before = scope.DisposablesCount;

        var combined = combiner.Combine(step);

        Assert.AreEqual(before + 2 + combined.Shared.Tensors.Count(), scope.DisposablesCount);
        combiner.AfterStep(step);
        Assert.AreEqual(before + 2 + combined.Shared.Tensors.Count(), scope.DisposablesCount);
    }

    /// <summary>The losses differ from session to session, so shared state would show.</summary>
    [TestMethod]
    [DynamicData(nameof(Combiners))]
    public void Start_ManyAtOnce_TrainAsOneAfterAnother(Func<LossCombiner> create)
    {
        var option = create();
        JoinedStep[] Train(int index)
        {
            using var combiner = option.Started(seed: index);
            return [.. Enumerable.Range(0, 4).Select(epoch =>
            {
                combiner.BeginEpoch(epoch);
                var step = combiner.JoinValues([.. s_losses.Select(loss => loss * (index + 1) / (epoch + 1))], s_gradients);
                combiner.EndEpoch([.. s_losses.Select((loss, t) => loss * (index + t + 1))]);
                return step;
            })];
        }
        var expected = Enumerable.Range(0, 4).Select(Train).ToArray();
        var actual = Enumerable.Range(0, 4).AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(Train).ToArray();
        foreach (var (one, other) in expected.Zip(actual))
            foreach (var (e, a) in one.Zip(other))
                AreIdentical(e, a);
    }
}

using Microsoft.ML.MultiTask.Tasks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ wᵢ Lᵢ; w is 1 for a task that is not named.</summary>
internal sealed class FixedCombiner : LossCombiner
{
    private readonly KeyValuePair<string, double>[] _weights;

    internal FixedCombiner((string Task, double Weight)[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        OptionCheck.NamesTasksOnce([.. weights.Select(pair => pair.Task)], "LossCombiner.Equal", nameof(weights));
        _weights = [.. weights.Select(pair => KeyValuePair.Create(pair.Task, OptionCheck.Positive(pair.Weight, pair.Task, nameof(weights))))];
    }

    public override string Name => "Fixed";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, state.ByTask(_weights, _ => 1));

    private sealed class Session(CombinerSessionState state, double[] weights) : CombinerSession(state)
    {
        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
            (losses * LossMath.PerTask(weights, taskIndices, losses.device)).sum();
    }
}

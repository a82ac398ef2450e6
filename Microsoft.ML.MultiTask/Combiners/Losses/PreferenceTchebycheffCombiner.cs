using Microsoft.ML.MultiTask.Tasks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>μ log Σ exp(λᵢ (Lᵢ - zᵢ) / μ). Task i weighs λᵢ softmaxᵢ(λ (L - z) / μ).</summary>
internal sealed class PreferenceTchebycheffCombiner : LossCombiner
{
    private readonly KeyValuePair<string, double>[] _preferences;
    private readonly KeyValuePair<string, double>[] _idealLosses;
    private readonly double _smoothness;

    internal PreferenceTchebycheffCombiner(
        IReadOnlyDictionary<string, double> preferences, IReadOnlyDictionary<string, double>? idealLosses, double smoothness)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        _smoothness = OptionCheck.Positive(smoothness);
        _preferences = [.. preferences];
        _idealLosses = [.. idealLosses ?? new Dictionary<string, double>()];
        foreach (var (task, preference) in _preferences)
            OptionCheck.Positive(preference, task, nameof(preferences));
        foreach (var (task, ideal) in _idealLosses)
            OptionCheck.Finite(ideal, task, nameof(idealLosses));
    }

    public override string Name => "SmoothTchebycheff by preference";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, this);

    private sealed class Session(CombinerSessionState state, PreferenceTchebycheffCombiner options) : CombinerSession(state)
    {
        private readonly double[] _preferences = state.ByTask(options._preferences, _ => 1.0 / state.Tasks.Count);   // λ, [T]
        private readonly double[] _idealLosses = state.ByTask(options._idealLosses, _ => 0);                         // z, [T]

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
        {
            var distances = losses - LossMath.PerTask(_idealLosses, taskIndices, losses.device);
            return LossMath.SmoothMaximum(distances * LossMath.PerTask(_preferences, taskIndices, losses.device), options._smoothness);
        }
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ exp(sᵢ) Lᵢ - sᵢ with learned s: at the minimum over s every exp(s) L is 1.</summary>
internal sealed class ImtlLCombiner(double initialLogScale) : LossCombiner
{
    public override string Name => "IMTL-L";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, initialLogScale);

    private sealed class Session(CombinerSessionState state, double initialLogScale) : CombinerSession(state)
    {
        private readonly Parameter[] _logScales = state.AddTaskParameters("log_scale", initialLogScale);

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
        {
            var s = torch.stack(taskIndices.Select(i => _logScales[i]));                                             // [n]
            return (s.exp() * losses - s).sum();
        }
    }
}

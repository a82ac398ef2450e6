using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ cᵢ exp(-sᵢ) Lᵢ + sᵢ/2, c = 1 for a classification and 1/2 for a regression; s = log σ² is learned.</summary>
internal sealed class UncertaintyCombiner(double initialLogVariance, IReadOnlyDictionary<string, LossForm>? lossForms) : LossCombiner
{
    private readonly KeyValuePair<string, LossForm>[] _lossForms = [.. lossForms ?? new Dictionary<string, LossForm>()];

    public override string Name => "Uncertainty";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(
        state, initialLogVariance, [.. state.ByTask(_lossForms, task => task.LossForm).Select(form => form == LossForm.Classification ? 1 : 0.5)]);

    private sealed class Session(CombinerSessionState state, double initialLogVariance, double[] taskFactors) : CombinerSession(state)
    {
        private readonly Parameter[] _logVariances = state.AddTaskParameters("log_variance", initialLogVariance);

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
        {
            var s = torch.stack(taskIndices.Select(i => _logVariances[i]));                                          // [n]
            var factors = LossMath.PerTask(taskFactors, taskIndices, losses.device);                                    // [n]
            return (factors * (-s).exp() * losses).Plus(s.Scaled(0.5)).sum();
        }
    }
}

using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>Σ Lᵢ / (2 σᵢ²) + log(1 + σᵢ²) with learned σ.</summary>
/// <remarks>Deviation: a variance below 1e-12 counts as that, so a weight stays finite when σ crosses 0.</remarks>
internal sealed class PositiveUncertaintyCombiner(double initialSigma) : LossCombiner
{
    private const double SmallestVariance = 1e-12;

    public override string Name => "PositiveUncertainty";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, initialSigma);

    private sealed class Session(CombinerSessionState state, double initialSigma) : CombinerSession(state)
    {
        private readonly Parameter[] _sigmas = state.AddTaskParameters("sigma", initialSigma);

        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
        {
            var sigmas = torch.stack(taskIndices.Select(i => _sigmas[i]));                                           // [n]
            var variances = (sigmas * sigmas).AtLeast(SmallestVariance);
            return (losses / variances.Scaled(2)).Plus(variances.Plus(1).log()).sum();
        }
    }
}

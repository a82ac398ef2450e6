using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015, arXiv:1412.6980, algorithm 1), or AdamW (Loshchilov and Hutter, ICLR 2019, arXiv:1711.05101,
/// algorithm 2) where the decay is decoupled.
/// </summary>
internal sealed class AdamOptimizer : ParameterOptimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double _weightDecay;
    private readonly bool _isDecoupled;

    internal AdamOptimizer(IReadOnlyList<Parameter> parameters, double weightDecay, bool decoupled) : base(parameters) =>
        (_weightDecay, _isDecoupled) = (weightDecay, decoupled);

    protected override IReadOnlyList<string> StateNames => ["mean", "mean_square"];

    internal override void Step(double learningRate)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var (means, meanSquares) = (State("mean"), State("mean_square"));
        var gradients = Parameters.Select(parameter => parameter.grad).ToArray();
        int[] moved = [.. Enumerable.Range(0, gradients.Length).Where(i => gradients[i] is not null)];
        Steps++;
        if (moved.Length == 0) return;

        var settings = new AdamSettings(learningRate, Beta1, Beta2, Epsilon, _weightDecay, Steps, _isDecoupled);
        Tensor[] Of(IReadOnlyList<Tensor?> all) => Array.ConvertAll(moved, i => all[i]!);
        FusedAdam.Apply(settings, Of(Parameters), Of(gradients), Of(means), Of(meanSquares));
    }
}

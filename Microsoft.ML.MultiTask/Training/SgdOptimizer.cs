using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Stochastic gradient descent with momentum: v = 0.9 v + g, w = w - learning rate * v.</summary>
internal sealed class SgdOptimizer : ParameterOptimizer
{
    private const double Momentum = 0.9;

    private readonly double _weightDecay;
    private Tensor[]? _velocities;                                  // made in the first step

    internal SgdOptimizer(IReadOnlyList<Parameter> parameters, double weightDecay) : base(parameters) => _weightDecay = weightDecay;

    internal override void Step(double learningRate)
    {
        var velocities = _velocities ??= Remember();
        ForEach((i, gradient) =>
        {
            if (_weightDecay != 0)
                gradient = gradient + Parameters[i] * _weightDecay;
            velocities[i].mul_(Momentum);
            velocities[i].add_(gradient);
            Parameters[i].add_(velocities[i], -learningRate);
        });
    }
}

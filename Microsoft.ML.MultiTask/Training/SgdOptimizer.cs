using Microsoft.ML.MultiTask.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>Stochastic gradient descent with momentum: v = 0.9 v + g, w = w - learning rate * v.</summary>
internal sealed class SgdOptimizer : ParameterOptimizer
{
    private const double Momentum = 0.9;

    private readonly double _weightDecay;

    internal SgdOptimizer(IReadOnlyList<Parameter> parameters, double weightDecay) : base(parameters) => _weightDecay = weightDecay;

    protected override IReadOnlyList<string> StateNames => ["velocity"];

    internal override void Step(double learningRate)
    {
        Steps++;
        var velocities = State("velocity");
        ForEach((i, gradient) =>
        {
            if (_weightDecay != 0)
                gradient = gradient.Plus(Parameters[i].Scaled(_weightDecay));
            velocities[i].Scale(Momentum);
            velocities[i].Add(gradient);
            Parameters[i].AddScaled(velocities[i], -learningRate);
        });
    }
}

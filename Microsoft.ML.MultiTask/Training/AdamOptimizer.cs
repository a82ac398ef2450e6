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
    private readonly bool _decoupled;
    private Tensor[]? _means;                                       // both made in the first step
    private Tensor[]? _meanSquares;
    private long _step;

    internal AdamOptimizer(IReadOnlyList<Parameter> parameters, double weightDecay, bool decoupled) : base(parameters)
    {
        (_weightDecay, _decoupled) = (weightDecay, decoupled);
    }

    internal override void Step(double learningRate)
    {
        _step++;
        var (means, meanSquares) = (_means ??= Remember(), _meanSquares ??= Remember());
        double stepSize = learningRate / (1 - Math.Pow(Beta1, _step));
        double deviationCorrection = Math.Sqrt(1 - Math.Pow(Beta2, _step));
        ForEach((i, gradient) =>
        {
            var (parameter, mean, meanSquare) = (Parameters[i], means[i], meanSquares[i]);
            if (_decoupled)
                parameter.mul_(1 - learningRate * _weightDecay);
            else if (_weightDecay != 0)
                gradient = gradient + parameter * _weightDecay;
            mean.mul_(Beta1);
            mean.add_(gradient, 1 - Beta1);
            meanSquare.mul_(Beta2);
            meanSquare.addcmul_(gradient, gradient, 1 - Beta2);
            var deviation = meanSquare.sqrt();
            deviation.div_(deviationCorrection);
            deviation.add_(Epsilon);
            parameter.addcdiv_(mean, deviation, -stepSize);
        });
    }
}

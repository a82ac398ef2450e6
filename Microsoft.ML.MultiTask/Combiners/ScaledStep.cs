using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>Another step with its losses, and with them their gradients, multiplied by constants.</summary>
internal sealed class ScaledStep(TrainingStep step, IReadOnlyList<double> factors)
    : TrainingStep(step.Losses * Column(step.Losses, factors), step.TaskIndices)
{
    public override double[,] Gramian() => Scaled(step.Gramian());

    public override IReadOnlyList<double[,]> GramianParts() => [.. step.GramianParts().Select(Scaled)];

    public override IReadOnlyList<string> SharedParameterNames => step.SharedParameterNames;

    public override IReadOnlyList<Tensor> Features => step.Features;

    public override IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients() =>
        [.. step.FeatureGradients().Select((levels, i) => levels.Select(level => level.Scaled(factors[i])).ToArray())];

    public override Tensor Gradients()
    {
        var gradients = step.Gradients();                                    // [n, P], new
        for (var i = 0; i < factors.Count; i++)
            gradients.select(0, i).Scale(factors[i]);
        return gradients;
    }

    public override Tensor LossesNow() => step.LossesNow() * Column(step.Losses, factors);

    public override IReadOnlyDictionary<string, double> Metrics(int index) => step.Metrics(index);

    private double[,] Scaled(double[,] gramian) =>
        GradientRows.MatrixOf(gramian).MapIndexed((i, j, product) => factors[i] * factors[j] * product).ToArray();

    private static Tensor Column(Tensor like, IReadOnlyList<double> factors) => tensor(factors.ToArray()).to(like.dtype).to(like.device);
}

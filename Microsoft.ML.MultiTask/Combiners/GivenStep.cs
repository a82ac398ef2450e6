using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>A step whose gradients the caller has.</summary>
internal sealed class GivenStep(
    Tensor losses, Tensor gradients, IReadOnlyList<int> taskIndices, Func<Tensor>? lossesNow,
    Func<int, IReadOnlyDictionary<string, double>>? metrics) : TrainingStep(losses, taskIndices)
{
    public override double[,] Gramian()
    {
        using var scope = torch.NewDisposeScope();
        var exact = gradients.detach().to(ScalarType.Float64);
        var products = exact.mm(exact.t()).cpu().data<double>().ToArray();
        return Symmetric(TaskIndices.Count, (i, j) => products[i * TaskIndices.Count + j]);
    }

    public override double[,] FeatureGramian() => Gramian();

    public override Tensor Gradients() => gradients.detach().clone();

    public override Tensor LossesNow() =>
        lossesNow?.Invoke() ?? throw new InvalidOperationException("This step was made without the means to compute its losses again.");

    public override IReadOnlyDictionary<string, double> Metrics(int index) =>
        metrics?.Invoke(index) ?? throw new InvalidOperationException("This step was made without its predictions' metrics.");
}

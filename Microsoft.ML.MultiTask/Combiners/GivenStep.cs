using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>A step with gradients that the caller computed, [n, P].</summary>
internal sealed class GivenStep(
    Tensor losses, Tensor gradients, IReadOnlyList<int> taskIndices, Func<Tensor>? lossesNow,
    Func<int, IReadOnlyDictionary<string, double>>? metrics) : TrainingStep(losses, taskIndices)
{
    public override double[,] Gramian()
    {
        using var scope = torch.NewDisposeScope();
        return GradientRows.Products(GradientRows.Of(gradients));
    }

    /// <summary>One level with a 1 for each parameter, whose gradient is the parameter's.</summary>
    public override IReadOnlyList<Tensor> Features => [ones(1, gradients.shape[1], gradients.dtype, gradients.device)];

    public override IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients() =>
        [.. Enumerable.Range(0, TaskIndices.Count).Select(i => new[] { gradients.detach().narrow(0, i, 1) })];

    public override Tensor Gradients() => gradients.detach().clone();

    public override Tensor LossesNow() =>
        lossesNow?.Invoke() ?? throw new InvalidOperationException("This step was made without a function that computes its losses again.");

    public override IReadOnlyDictionary<string, double> Metrics(int index) =>
        metrics?.Invoke(index) ?? throw new InvalidOperationException("This step was made without its predictions' metrics.");
}

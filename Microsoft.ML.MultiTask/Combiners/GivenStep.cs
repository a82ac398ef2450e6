using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>A step whose gradients the caller has.</summary>
internal sealed class GivenStep(
    Tensor losses, Tensor gradients, IReadOnlyList<int> taskIndices, Func<Tensor>? lossesNow,
    Func<int, IReadOnlyDictionary<string, double>>? metrics) : TrainingStep(losses, taskIndices)
{
    public override double[,] Gramian() =>
        InnerProducts.Of([.. Enumerable.Range(0, TaskIndices.Count).Select(i => new[] { gradients.select(0, i) })]);

    /// <summary>One number of 1 for each parameter: its gradient is the parameter's.</summary>
    public override IReadOnlyList<Tensor> Features => [ones_like(gradients.select(0, 0)).unsqueeze(0)];

    public override IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients() =>
        [.. Enumerable.Range(0, TaskIndices.Count).Select(i => new[] { gradients.detach().select(0, i).unsqueeze(0) })];

    public override Tensor Gradients() => gradients.detach().clone();

    public override Tensor LossesNow() =>
        lossesNow?.Invoke() ?? throw new InvalidOperationException("This step was made without the means to compute its losses again.");

    public override IReadOnlyDictionary<string, double> Metrics(int index) =>
        metrics?.Invoke(index) ?? throw new InvalidOperationException("This step was made without its predictions' metrics.");
}

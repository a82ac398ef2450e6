using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The other example of docs/tasks.md: surface normals, unit vectors, trained by a cosine loss and measured by their angle.</summary>
internal sealed class NormalsTask(string name = "Normals", string? labelColumnName = null) : DenseTask(name, labelColumnName)
{
    public override int OutputChannels => 3;

    public override int TargetChannels => 3;

    public override LossForm LossForm => LossForm.Regression;

    public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

    protected override string Kind => "Normals";

    public override Tensor Loss(Tensor output, Tensor label) => (1 - Cosines(output, label)).mean();

    public override Tensor Predict(Tensor output) => nn.functional.normalize(output, dim: 1);      // [N, 3, H, W]

    public override TaskMetric CreateMetric() => new AngleMetric();

    // Of the labelled pixels, [P]. A NaN would reach the gradient of what it is multiplied with, also where it is left out later.
    private static Tensor Cosines(Tensor normals, Tensor label) =>
        nn.functional.cosine_similarity(normals, label.nan_to_num(0), dim: 1)[label.isnan().any(1).logical_not()];

    private sealed class AngleMetric : TaskMetric
    {
        private (double Degrees, long Pixels) _sum;

        public override void Update(Tensor prediction, Tensor label)
        {
            using var scope = NewDisposeScope();
            var angles = rad2deg(Cosines(prediction, label).clamp(-1, 1).to(ScalarType.Float64).acos());
            _sum = (_sum.Degrees + angles.sum().cpu().item<double>(), _sum.Pixels + angles.numel());
        }

        public override AngleMetrics Compute() => new() { LabelledPixels = _sum.Pixels, MeanAngleError = _sum.Degrees / _sum.Pixels };

        public override void Reset() => _sum = default;
    }
}

/// <summary>The mean angle between the predicted and the true normal.</summary>
internal sealed record AngleMetrics : TaskMetrics
{
    public required double MeanAngleError { get; init; }                                          // degrees

    public override IReadOnlyList<KeyValuePair<string, double>> Values => [new(nameof(MeanAngleError), MeanAngleError)];
}

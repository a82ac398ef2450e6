using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A user's task of several numbers per pixel, with a metric of its own: a frame's colours, 0 to 255. Its kind is never registered.</summary>
internal sealed class ColorTask(string name = "Color", string? labelColumnName = null) : DenseTask(name, labelColumnName)
{
    public override int OutputChannels => 3;

    public override int TargetChannels => 3;

    public override LossForm LossForm => LossForm.Regression;

    public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

    protected override string Kind => "NeverRegisteredColor";

    public override Tensor Loss(Tensor output, Tensor label) => (output - label / 255).abs().mean();

    public override Tensor Predict(Tensor output) => output * 255;                            // [N, 3, H, W]

    public override TaskMetric CreateMetric() => new ColorMetric();

    private sealed class ColorMetric : TaskMetric
    {
        private double _sum;
        private long _count;

        public override void Update(Tensor prediction, Tensor label)
        {
            using var scope = NewDisposeScope();
            Assert.AreSequenceEqual(label.shape, prediction.shape);
            Assert.AreEqual(4, prediction.dim());
            _sum += (prediction - label).abs().sum().to(ScalarType.Float64).item<double>();
            _count += label.NumberOfElements;
        }

        public override ColorMetrics Compute() => new() { LabelledPixels = _count / 3, MeanError = _sum / _count };

        public override void Reset() => (_sum, _count) = (0, 0);
    }
}

internal sealed record ColorMetrics : TaskMetrics
{
    public required double MeanError { get; init; }

    public override IReadOnlyList<KeyValuePair<string, double>> Values => [new(nameof(MeanError), MeanError)];
}

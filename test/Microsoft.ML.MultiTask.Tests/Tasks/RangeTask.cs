using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The example of docs/tasks.md: the distance to the camera's centre in metres, trained by an L1 loss.</summary>
internal sealed class RangeTask(string name = "Range", string? labelColumnName = null) : DenseTask(name, labelColumnName)
{
    public override int OutputChannels => 1;

    public override LossForm LossForm => LossForm.Regression;

    public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

    protected override string Kind => "Range";

    public override Tensor Loss(Tensor output, Tensor label)
    {
        using var scope = NewDisposeScope();
        var known = label.isnan().logical_not();                                          // [N, H, W]
        var error = where(known, output.squeeze(1) - label, zeros_like(label)).abs();
        return (error.sum() / known.sum()).MoveToOuterDisposeScope();
    }

    public override Tensor Predict(Tensor output) => output.squeeze(1);                   // [N, H, W], metres

    public override TaskMetric CreateMetric() => new DepthMetric();
}

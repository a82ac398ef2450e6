using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A task as a user of the package would write one: a quantity with an L1 loss.</summary>
internal sealed class BrightnessTask(string name, string label) : DenseTask(name, label)
{
    internal const string KindName = "Brightness";

    public override int OutputChannels => 1;

    public override LossForm LossForm => LossForm.Regression;

    public override PrimitiveDataViewType ItemType => NumberDataViewType.Single;

    protected override string Kind => KindName;

    public override Tensor Loss(Tensor output, Tensor label)
    {
        using var scope = NewDisposeScope();
        var known = label.isnan().logical_not();
        return ((output.squeeze(1) - label.nan_to_num(0)).abs() * known).sum().div(known.sum()).MoveToOuterDisposeScope();
    }

    public override Tensor Predict(Tensor output) => output.squeeze(1);

    public override TaskMetric CreateMetric() => new DepthMetric();
}

/// <summary>A combiner as a user of the package would write one: descends the worst task only.</summary>
internal sealed class MaximumCombiner : FormulaCombiner
{
    public override string Name => "Maximum";

    protected override Tensor Total(Tensor losses, IReadOnlyList<DenseTask> tasks) => losses.max();
}

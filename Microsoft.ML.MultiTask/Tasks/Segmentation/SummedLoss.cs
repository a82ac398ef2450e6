using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks.Segmentation;

/// <summary><see cref="SegmentationLoss.Plus"/>: first + weight · second.</summary>
internal sealed record SummedLoss(SegmentationLoss First, SegmentationLoss Second, double Weight) : SegmentationLoss
{
    internal const string Kind = "sum";

    internal override Tensor Of(Tensor logits, Tensor label, Tensor? classWeights)
    {
        using var scope = NewDisposeScope();
        var second = Second.Of(logits, label, classWeights).Scaled(Weight);
        return First.Of(logits, label, classWeights).Plus(second).MoveToOuterDisposeScope();
    }

    internal override JsonObject ToJson() =>
        new() { ["kind"] = Kind, ["first"] = First.ToJson(), ["second"] = Second.ToJson(), ["weight"] = Weight };
}

using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Tasks.Segmentation;

/// <summary><see cref="SegmentationLoss.Focal"/>.</summary>
internal sealed record FocalLoss(double Gamma) : SegmentationLoss
{
    internal const string Kind = "focal";

    private const double SmallestMiss = 1e-6;                        // of 1 - p, whose power has no derivative at 0 where γ < 1

    internal override Tensor Of(Tensor logits, Tensor label, Tensor? classWeights)
    {
        using var scope = NewDisposeScope();
        var entropy = F.cross_entropy(logits, label, reduction: nn.Reduction.None, ignore_index: DenseTask.Ignore);    // [N, H, W], 0 where unlabelled
        var miss = entropy.neg().expm1().neg();                                              // 1 - p(t)
        var factor = miss.AtLeast(SmallestMiss).log().Scaled(Gamma).exp();                   // (1 - p(t))^γ
        var labelled = label.Below(DenseTask.Ignore);
        var weights = classWeights is null ? labelled.to(ScalarType.Float32)
            : classWeights.index_select(0, (label * labelled).flatten()).view_as(label) * labelled;
        return ((weights * factor * entropy).sum() / weights.sum()).MoveToOuterDisposeScope();
    }

    internal override JsonObject ToJson() => new() { ["kind"] = Kind, ["gamma"] = Gamma };
}

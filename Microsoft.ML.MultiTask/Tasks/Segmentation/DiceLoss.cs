using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks.Segmentation;

/// <summary><see cref="SegmentationLoss.Dice"/>.</summary>
internal sealed record DiceLoss : SegmentationLoss
{
    internal const string Kind = "dice";

    private const double SmallestSum = 1e-12;                        // of a class that neither occurs nor is predicted

    internal override Tensor Of(Tensor logits, Tensor label, Tensor? classWeights)
    {
        using var scope = NewDisposeScope();
        var (p, g) = Pixels(logits, label);                                                  // [P, K]
        var pixels = g.sum(dim: 0);                                                          // [K], Σ g = Σ g²
        var squares = (p * p).sum(dim: 0).Plus(pixels).AtLeast(SmallestSum);
        var dice = (p * g).sum(dim: 0).Scaled(2) / squares;
        var weights = pixels.Above(0).to(ScalarType.Float32);
        if (classWeights is not null) weights = weights * classWeights;
        return ((weights * dice.neg().Plus(1)).sum() / weights.sum()).MoveToOuterDisposeScope();
    }

    internal override JsonObject ToJson() => new() { ["kind"] = Kind };
}

using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks.Depth;

/// <summary><see cref="DepthLoss.BerHu"/>.</summary>
internal sealed record BerHuDepthLoss(double Share, DepthSpace Space) : DepthLoss(Space)
{
    internal const string Kind = "berHu";

    private const double SmallestThreshold = 1e-12;                  // where every error is 0

    internal override Tensor Of(Tensor error, Tensor known)
    {
        using var scope = NewDisposeScope();
        var distance = error.abs();
        var threshold = distance.detach().max().Scaled(Share).AtLeast(SmallestThreshold);   // c, a constant of the batch
        var squared = (error * error).Plus(threshold * threshold) / threshold.Scaled(2);
        var sum = where(distance.le(threshold), distance, squared).sum();
        return (sum / known.sum()).MoveToOuterDisposeScope();
    }

    internal override JsonObject ToJson() => new() { ["kind"] = Kind, ["share"] = Share, ["space"] = $"{Space}" };
}

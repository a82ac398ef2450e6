using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks.Depth;

/// <summary><see cref="DepthLoss.Huber"/>.</summary>
internal sealed record HuberDepthLoss(double Delta, DepthSpace Space) : DepthLoss(Space)
{
    internal const string Kind = "huber";

    internal override Tensor Of(Tensor error, Tensor known)
    {
        using var scope = NewDisposeScope();
        var sum = nn.functional.huber_loss(error, zeros_like(error), Delta, nn.Reduction.Sum);
        return (sum / known.sum()).MoveToOuterDisposeScope();
    }

    internal override JsonObject ToJson() => new() { ["kind"] = Kind, ["delta"] = Delta, ["space"] = $"{Space}" };
}

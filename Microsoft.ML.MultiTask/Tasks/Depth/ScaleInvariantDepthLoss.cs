using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks.Depth;

/// <summary><see cref="DepthLoss.ScaleInvariant"/>.</summary>
internal sealed record ScaleInvariantDepthLoss(double Lambda) : DepthLoss(DepthSpace.Logarithmic)
{
    internal const string Kind = "scaleInvariant";

    internal override Tensor Of(Tensor error, Tensor known)
    {
        using var scope = NewDisposeScope();
        var pixels = known.sum([1, 2]).to(ScalarType.Float32);                               // [N]
        var n = pixels.AtLeast(1);
        var labelled = error * known;                                                       // the mean would have a gradient elsewhere, too
        var mean = labelled.sum([1, 2]) / n;
        var losses = ((labelled * labelled).sum([1, 2]) / n).Plus((mean * mean).Scaled(-Lambda));  // [N], 0 for images without labels
        return (losses.sum() / pixels.Above(0).sum()).MoveToOuterDisposeScope();
    }

    internal override JsonObject ToJson() => new() { ["kind"] = Kind, ["lambda"] = Lambda };
}

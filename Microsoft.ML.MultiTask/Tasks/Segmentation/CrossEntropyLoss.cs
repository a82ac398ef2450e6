using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks.Segmentation;

/// <summary><see cref="SegmentationLoss.CrossEntropy"/>.</summary>
internal sealed record CrossEntropyLoss : SegmentationLoss
{
    internal const string Kind = "crossEntropy";

    internal override Tensor Of(Tensor logits, Tensor label, Tensor? classWeights) =>
        nn.functional.cross_entropy(logits, label, classWeights, ignore_index: DenseTask.Ignore);

    internal override JsonObject ToJson() => new() { ["kind"] = Kind };
}

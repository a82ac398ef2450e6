using System.Text.Json.Nodes;
using Microsoft.ML.MultiTask.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tasks.Segmentation;

/// <summary><see cref="SegmentationLoss.Lovasz"/>.</summary>
internal sealed record LovaszLoss : SegmentationLoss
{
    internal const string Kind = "lovasz";

    internal override Tensor Of(Tensor logits, Tensor label, Tensor? classWeights)
    {
        using var scope = NewDisposeScope();
        var (p, g) = Pixels(logits, label);                                                  // [P, K]
        float[] pixels = [.. g.sum(dim: 0).cpu().data<float>()], weights = classWeights is null ? [] : [.. classWeights.cpu().data<float>()];    // sync point
        var losses = new List<Tensor>();
        double total = 0;
        for (int c = 0; c < pixels.Length; c++)
        {
            if (pixels[c] == 0) continue;
            double weight = weights is [] ? 1 : weights[c];
            losses.Add(OfClass(p.select(1, c), g.select(1, c)).Scaled(weight));
            total += weight;
        }
        return stack(losses).sum().Scaled(1 / total).MoveToOuterDisposeScope();
    }

    internal override JsonObject ToJson() => new() { ["kind"] = Kind };

    /// <summary>Equation 8: the errors, largest first, times the growth of the Jaccard loss as each joins the set of errors.</summary>
    /// <param name="p">The class's probability, [P].</param>
    /// <param name="g">1 in the pixels of the class, 0 elsewhere, [P]; at least one is 1.</param>
    private static Tensor OfClass(Tensor p, Tensor g)
    {
        using var scope = NewDisposeScope();
        var (errors, order) = (g - p).abs().sort(0, descending: true);               // [P]
        var sorted = g.index_select(0, order);
        var pixels = sorted.sum();
        var union = sorted.neg().Plus(1).cumsum(0).Plus(pixels);                             // of the class and the pixels in error
        var jaccard = sorted.cumsum(0).neg().Plus(pixels).div(union).neg().Plus(1);          // 1 - what is left of the class / union
        var growth = cat([jaccard.narrow(0, 0, 1), jaccard.diff()], 0);
        return errors.dot(growth).MoveToOuterDisposeScope();
    }
}

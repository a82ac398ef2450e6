using Microsoft.ML.MultiTask.Combiners;
using Microsoft.ML.MultiTask.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// A step of the network's training. Whatever part of the gradients the combiner has asked for is kept, and <see cref="Backward"/> uses
/// it: nothing is computed twice.
/// </summary>
/// <param name="parts">The network's parameters.</param>
/// <param name="features">
/// What the decoders got of the encoder: tensors through which the losses depend on the encoder, but not on one another.
/// </param>
/// <param name="losses">The losses of the tasks with a label, n scalars on the network's device.</param>
/// <param name="active">Their tasks' indices.</param>
/// <param name="lossesNow">Computes the n losses again.</param>
/// <param name="metrics">Measures the predictions of one of the n tasks.</param>
internal sealed class NetworkStep(
    NetworkParts parts, FeaturePyramid features, IReadOnlyList<Tensor> losses, int[] active, Func<Tensor> lossesNow,
    Func<int, IReadOnlyDictionary<string, double>> metrics) : TrainingStep(stack(losses).cpu(), active)           // sync point
{
    private readonly Tensor[] _features = [features.Eighth, features.Sixteenth, features.ThirtySecond];
    private (Tensor[] Features, Tensor[] Decoder)[]? _heads;
    private Tensor[][]? _shared;

    public override double[,] Gramian() => InnerProducts.Of(Shared());

    public override IReadOnlyList<double[,]> GramianParts() => InnerProducts.PerTensor(Shared());

    public override IReadOnlyList<string> SharedParameterNames => parts.EncoderNames;

    public override IReadOnlyList<Tensor> Features => [.. _features.Select(level => level.detach())];

    public override IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients() => [.. Heads().Select(head => head.Features)];

    public override Tensor Gradients()
    {
        Heads();
        return SharedGradients.Matrix(active.Length, i => _shared?[i] ?? SharedGradient(i));
    }

    public override Tensor LossesNow() => lossesNow();

    public override IReadOnlyDictionary<string, double> Metrics(int index) => metrics(index);

    /// <summary>Adds to the gradients of encoder and decoders what a combiner has made of this step.</summary>
    internal void Backward(CombinedLoss combined)
    {
        var weights = Numbers(combined.Weights);
        if (_heads is null && combined.SharedWeights is null && combined.SharedGradient is null)
            autograd.backward([.. losses], [.. losses.Select((loss, i) => full_like(loss, weights[i]))]);      // one pass through all of it
        else
        {
            BackwardDecoders(weights);
            BackwardEncoder(combined, combined.SharedWeights ?? weights);
        }
        if (combined.SharedNormLimit is { } limit)
            nn.utils.clip_grad_norm_(parts.Encoder, limit);
    }

    private void BackwardDecoders(double[] weights)
    {
        for (int i = 0; i < active.Length; i++)
            autograd.backward(parts.Decoders[active[i]], [.. Heads()[i].Decoder.Select(gradient => gradient * weights[i])]);
    }

    private void BackwardEncoder(CombinedLoss combined, IReadOnlyList<double> weights)
    {
        if (combined.SharedGradient is { } joint)
            autograd.backward(parts.Encoder, SharedGradients.Pieces(joint, parts.Encoder));
        else if (combined.FeatureGradients is { } ofFeatures)
            autograd.backward(_features, [.. ofFeatures]);
        else if (_shared is not null)
            autograd.backward(parts.Encoder, SharedGradients.Sum(_shared, p => combined.SharedTensorWeights?[p] ?? weights));
        else
            autograd.backward(_features, SharedGradients.Sum([.. Heads().Select(head => head.Features)], _ => weights));
    }

    /// <summary>Each loss's gradient of the features and of its own decoder: passes through the decoders only.</summary>
    private (Tensor[] Features, Tensor[] Decoder)[] Heads() => _heads ??= [.. losses.Select((loss, i) =>
    {
        var gradients = autograd.grad([loss], [.. _features, .. parts.Decoders[active[i]]], retain_graph: true);
        return (gradients.Take(_features.Length).ToArray(), gradients.Skip(_features.Length).ToArray());
    })];

    private Tensor[][] Shared()
    {
        Heads();
        return _shared ??= [.. Enumerable.Range(0, active.Length).Select(SharedGradient)];
    }

    /// <summary>One loss's gradient of the encoder: a pass through the encoder. The last one frees its graph.</summary>
    private Tensor[] SharedGradient(int i) =>
        [.. autograd.grad(_features, parts.Encoder, Heads()[i].Features, retain_graph: i < active.Length - 1)];
}

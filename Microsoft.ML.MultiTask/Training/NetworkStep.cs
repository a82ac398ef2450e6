using System.Diagnostics;
using Microsoft.ML.MultiTask.Combiners;
using Microsoft.ML.MultiTask.Kernels;
using Microsoft.ML.MultiTask.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// A training step of the network. Gradients that the combiner asked for are kept, owned by the step, and used by <see
/// cref="Backward"/>: nothing is computed twice.
/// </summary>
/// <param name="parts">The network's parameters.</param>
/// <param name="features">
/// What the decoders got from the encoder: tensors through which the losses depend on the encoder, but not on one another.
/// </param>
/// <param name="losses">The losses of the tasks with a label, n scalars on the network's device.</param>
/// <param name="active">Their tasks' indices.</param>
/// <param name="lossesNow">Computes the n losses again.</param>
/// <param name="metrics">Measures the predictions of one of the n tasks.</param>
internal sealed class NetworkStep(
    NetworkParts parts, FeaturePyramid features, IReadOnlyList<Tensor> losses, int[] active, Func<Tensor> lossesNow,
    Func<int, IReadOnlyDictionary<string, double>> metrics) : TrainingStep(stack(losses).cpu(), active), IDisposable           // sync point
{
    private readonly Tensor[] _features = [.. features.Kept];
    private readonly List<Tensor> _owned = [];
    private (Tensor[] Features, Tensor[] Decoder)[]? _heads;
    private Tensor[][]? _shared;

    public override double[,] Gramian() => InnerProducts.Of(Shared());

    public override IReadOnlyList<double[,]> GramianParts() => InnerProducts.PerTensor(Shared());

    public override IReadOnlyList<string> SharedParameterNames => parts.EncoderNames;

    public override IReadOnlyList<Tensor> Features => [.. _features.Select(level => level.detach())];

    /// <inheritdoc/>
    /// <returns>[n] of one tensor for each level, owned by the step.</returns>
    public override IReadOnlyList<IReadOnlyList<Tensor>> FeatureGradients() => [.. Heads().Select(head => head.Features)];

    public override Tensor Gradients()
    {
        Heads();
        return SharedGradients.Matrix(active.Length, i => _shared?[i] ?? EncoderGradient(i));
    }

    public override Tensor LossesNow() => lossesNow();

    public override IReadOnlyDictionary<string, double> Metrics(int index) => metrics(index);

    /// <summary>Adds to the gradients of encoder and decoders what a combiner made of this step.</summary>
    internal void Backward(CombinedLoss combined)
    {
        var weights = Numbers(combined.Weights);
        if (combined.Shared is SharedGradient.OfTotal && _heads is null)
            autograd.backward([.. losses], [.. losses.Select((loss, i) => tensor(weights[i]).to(loss.dtype).to(loss.device))]);      // one pass through all of it
        else
        {
            BackwardDecoders(weights);
            BackwardEncoder(combined.Shared, weights);
        }
        if (combined.Shared.NormLimit is { } limit && !parts.IsEncoderFrozen)
            nn.utils.clip_grad_norm_(parts.Encoder, limit);
    }

    public void Dispose()
    {
        foreach (var gradient in _owned)
            gradient.Dispose();
        (_heads, _shared) = (null, null);
        _owned.Clear();
    }

    private void BackwardDecoders(double[] weights)
    {
        for (int i = 0; i < active.Length; i++)
            autograd.backward(parts.Decoders[active[i]], [.. Heads()[i].Decoder.Select(gradient => gradient.Scaled(weights[i]))]);
    }

    private void BackwardEncoder(SharedGradient shared, double[] lossWeights)
    {
        switch (shared)
        {
            case SharedGradient.OfTotal:
                BackwardSum(_ => lossWeights);
                break;
            case SharedGradient.WeightedSum sum:
                BackwardSum(_ => sum.Weights);
                break;
            case SharedGradient.WeightedSumByTensor sum:
                Shared();
                BackwardSum(p => sum.Weights[p]);
                break;
            case SharedGradient.Joint joint:
                autograd.backward(parts.Encoder, SharedGradients.Pieces(joint.Gradient, parts.Encoder));
                break;
            case SharedGradient.JointOfFeatures joint:
                autograd.backward(_features, [.. joint.Gradients]);
                break;
            default:
                throw new UnreachableException();                              // the type is closed
        }
    }

    /// <summary>The tasks' gradients of the encoder, if a combiner asked for them, weighted; else one pass through it.</summary>
    /// <param name="weights">[n], for each of the encoder's tensors.</param>
    private void BackwardSum(Func<int, IReadOnlyList<double>> weights)
    {
        if (_shared is not null)
            autograd.backward(parts.Encoder, SharedGradients.Sum(_shared, weights));
        else
            autograd.backward(_features, SharedGradients.Sum([.. Heads().Select(head => head.Features)], weights));
    }

    /// <summary>Each loss's gradient of the features and of its own decoder: passes through the decoders only.</summary>
    /// <exception cref="InvalidOperationException">The encoder is frozen: the losses do not depend on anything that the tasks share.</exception>
    private (Tensor[] Features, Tensor[] Decoder)[] Heads()
    {
        if (parts.IsEncoderFrozen)
            throw new InvalidOperationException($"The combiner asks for the tasks' gradients of the encoder, which option "
                + $"'{nameof(MultiNetPlusPlusOptions.EncoderTraining)}' freezes. Take a combiner of losses alone, such as Geometric, or train the encoder.");
        return _heads ??= [.. losses.Select((loss, i) =>
        {
            bool[] uses = parts.UsedLevels[active[i]];
            Tensor[] inputs = [.. _features.Where((_, level) => uses[level]), .. parts.Decoders[active[i]]];
            var gradients = new Queue<Tensor>(Known(autograd.grad([loss], inputs, retain_graph: true, allow_unused: true), inputs));
            var features = Own(_features.Select((level, l) => uses[l] ? gradients.Dequeue() : zeros_like(level)));
            return (features, Own(gradients));
        })];
    }

    private Tensor[][] Shared()
    {
        Heads();
        return _shared ??= [.. Enumerable.Range(0, active.Length).Select(i => Own(EncoderGradient(i)))];
    }

    /// <summary>One loss's gradient of the encoder: a pass through the encoder. The last one frees its graph.</summary>
    private Tensor[] EncoderGradient(int i) =>
        [.. Known(autograd.grad(_features, parts.Encoder, Heads()[i].Features, retain_graph: i < active.Length - 1, allow_unused: true), parts.Encoder)];

    /// <summary>The gradients, with zeros of what has none: a parameter that the losses do not depend on.</summary>
    private static IEnumerable<Tensor> Known(IEnumerable<Tensor> gradients, Tensor[] of) =>
        gradients.Zip(of, (gradient, tensor) => gradient.IsInvalid ? zeros_like(tensor) : gradient);

    private Tensor[] Own(IEnumerable<Tensor> gradients)
    {
        Tensor[] owned = [.. gradients];
        foreach (var gradient in owned)
            _owned.Add(gradient.DetachFromDisposeScope());
        return owned;
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// One optimizer for the encoder, one per decoder and one for each of the combiner's learned parameters, all with the same settings but the encoder's
/// learning rate: a decoder whose task has no label in a step is not moved by momentum or weight decay, and neither are the combiner's parameters of
/// that task. What is frozen is never moved.
/// </summary>
internal sealed class PartOptimizers : IDisposable
{
    private readonly ParameterOptimizer _encoder;
    private readonly ParameterOptimizer[] _decoders;
    private readonly (ParameterOptimizer Optimizer, int? Task)[] _combiner;
    private readonly (string Name, ParameterOptimizer Optimizer)[] _all;
    private readonly bool[] _frozen;
    private readonly double _encoderFactor;

    internal PartOptimizers(NetworkParts parts, IReadOnlyList<DenseTask> tasks, CombinerSession combiner, MultiNetPlusPlusOptions options)
    {
        (_frozen, _encoderFactor) = (parts.FrozenDecoders, options.EncoderTraining.LearningRateFactor);
        _encoder = Create(parts.Encoder, options.WeightDecay);
        _decoders = Array.ConvertAll(parts.Decoders, p => Create(p, options.WeightDecay));
        _combiner = [.. combiner.Parameters.Select(p => (Create([p.Value], weightDecay: 0), combiner.TaskOf(p.Key)))];
        _all =
        [
            ("encoder", _encoder),
            .. tasks.Zip(_decoders, (task, decoder) => ($"decoders.{task.Key}", decoder)),
            .. combiner.Parameters.Keys.Zip(_combiner, (name, part) => ($"combiner.{name}", part.Optimizer)),
        ];

        ParameterOptimizer Create(Parameter[] part, double weightDecay) => options.Optimizer switch
        {
            OptimizerKind.Adam => new AdamOptimizer(part, weightDecay, decoupled: false),
            OptimizerKind.AdamW => new AdamOptimizer(part, weightDecay, decoupled: true),
            _ => new SgdOptimizer(part, weightDecay),
        };
    }

    internal void ZeroGradients()
    {
        foreach (var (_, optimizer) in _all)
            optimizer.ZeroGradients();
    }

    /// <summary>Adds the gradients to sums that are kept, and drops them.</summary>
    internal void CollectGradients()
    {
        foreach (var (_, optimizer) in _all)
            optimizer.CollectGradients();
    }

    /// <summary>Makes the sums of so many batches' gradients, divided by their number, the gradients.</summary>
    internal void TakeGradients(int batches)
    {
        foreach (var (_, optimizer) in _all)
            optimizer.TakeGradients(1.0 / batches);
    }

    /// <summary>Drops the sums.</summary>
    internal void DropCollected()
    {
        foreach (var (_, optimizer) in _all)
            optimizer.DropCollected();
    }

    /// <summary>The first part of those that a step moves whose gradient is not finite: <c>encoder</c>, <c>decoders.depth</c>; null if all are.</summary>
    internal string? NonFinitePart(IReadOnlyList<int> tasks)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        (string Name, Tensor Sum)[] sums = [.. _all.Where(part => IsMoved(part.Optimizer, tasks)).SelectMany(part =>
            part.Optimizer.Parameters.Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => (part.Name, gradient.sum())))];
        if (sums.Length == 0) return null;
        var values = TrainingStep.Numbers(stack(sums.Select(sum => sum.Sum.to(ScalarType.Float32).to(sums[0].Sum.device))));     // sync point
        int wrong = Array.FindIndex(values, value => !double.IsFinite(value));
        return wrong < 0 ? null : sums[wrong].Name;
    }

    /// <summary>Adds what the optimizers remember.</summary>
    internal void Save(IDictionary<string, Tensor> tensors)
    {
        foreach (var (name, optimizer) in _all)
            optimizer.Save($"optimizer.{name}", tensors);
    }

    /// <summary>Takes over what <see cref="Save"/> added.</summary>
    /// <exception cref="KeyNotFoundException">A tensor is missing.</exception>
    internal void Load(IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (var (name, optimizer) in _all)
            optimizer.Load($"optimizer.{name}", tensors);
    }

    /// <summary>
    /// Moves the encoder, the decoders of the tasks that took part, and the combiner's parameters except those of other tasks. A limit of the
    /// norm is for the gradient over all of the network's weights that are moved.
    /// </summary>
    internal void Step(IReadOnlyList<int> tasks, double learningRate, double? clipNorm)
    {
        ParameterOptimizer[] network = [_encoder, .. tasks.Where(task => !_frozen[task]).Select(task => _decoders[task])];
        if (clipNorm is { } norm)
            nn.utils.clip_grad_norm_(network.SelectMany(optimizer => optimizer.Parameters), norm);
        foreach (var (_, optimizer) in _all.Where(part => IsMoved(part.Optimizer, tasks)))
            optimizer.Step(optimizer == _encoder ? learningRate * _encoderFactor : learningRate);
    }

    public void Dispose()
    {
        foreach (var (_, optimizer) in _all)
            optimizer.Dispose();
    }

    private bool IsMoved(ParameterOptimizer optimizer, IReadOnlyList<int> tasks) =>
        optimizer == _encoder || tasks.Any(task => optimizer == _decoders[task] && !_frozen[task])
        || _combiner.Any(part => optimizer == part.Optimizer && (part.Task is not { } t || tasks.Contains(t)));
}

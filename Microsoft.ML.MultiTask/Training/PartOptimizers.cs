using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One optimizer for the encoder, one per decoder and one for each of the combiner's learned parameters, all with the same settings: so a
/// decoder whose task has no label in a step is not moved, neither by momentum nor by weight decay, and neither is what the combiner has
/// learned about that task.
/// </summary>
internal sealed class PartOptimizers : IDisposable
{
    private const double SgdMomentum = 0.9;

    private readonly optim.Optimizer _encoder;
    private readonly optim.Optimizer[] _decoders;
    private readonly (optim.Optimizer Optimizer, int? Task)[] _combiner;
    private readonly NetworkParts _parts;

    internal PartOptimizers(NetworkParts parts, LossCombiner combiner, MultiNetPlusPlusOptions options)
    {
        _parts = parts;
        _encoder = Create(parts.Encoder, options.WeightDecay);
        _decoders = Array.ConvertAll(parts.Decoders, p => Create(p, options.WeightDecay));
        _combiner = [.. combiner.Parameters.Select(p => (Create([p.Value], weightDecay: 0), combiner.TaskOf(p.Key)))];

        optim.Optimizer Create(Parameter[] part, double weightDecay) => options.Optimizer switch
        {
            OptimizerKind.Adam => optim.Adam(part, lr: options.LearningRate, weight_decay: weightDecay),
            OptimizerKind.AdamW => optim.AdamW(part, lr: options.LearningRate, weight_decay: weightDecay),
            _ => optim.SGD(part, options.LearningRate, momentum: SgdMomentum, weight_decay: weightDecay),
        };
    }

    private IEnumerable<optim.Optimizer> All => [_encoder, .. _decoders, .. _combiner.Select(part => part.Optimizer)];

    internal void SetLearningRate(double learningRate)
    {
        foreach (var group in All.SelectMany(optimizer => optimizer.ParamGroups))
            group.LearningRate = learningRate;
    }

    internal void ZeroGradients()
    {
        foreach (var optimizer in All)
            optimizer.zero_grad();
    }

    /// <summary>Moves the encoder, the decoders of the tasks that took part, and the combiner's parameters but those of other tasks.</summary>
    /// <param name="tasks">Indices of the tasks that took part in the step.</param>
    /// <param name="clipNorm">The largest norm of the gradient over all of these weights; null for no limit.</param>
    internal void Step(IReadOnlyList<int> tasks, double? clipNorm)
    {
        if (clipNorm is { } norm)
            nn.utils.clip_grad_norm_(_parts.Encoder.Concat(tasks.SelectMany(t => _parts.Decoders[t])), norm);
        _encoder.step();
        foreach (int task in tasks)
            _decoders[task].step();
        foreach (var (optimizer, task) in _combiner)
            if (task is not { } t || tasks.Contains(t)) optimizer.step();
    }

    public void Dispose()
    {
        foreach (var optimizer in All)
            optimizer.Dispose();
    }
}

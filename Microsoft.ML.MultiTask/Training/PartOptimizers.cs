using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// One optimizer for the encoder, one per decoder and one for each of the combiner's learned parameters, all with the same settings: a decoder whose
/// task has no label in a step is not moved by momentum or weight decay, and neither are the combiner's parameters of that task.
/// </summary>
internal sealed class PartOptimizers : IDisposable
{
    private readonly ParameterOptimizer _encoder;
    private readonly ParameterOptimizer[] _decoders;
    private readonly (ParameterOptimizer Optimizer, int? Task)[] _combiner;

    internal PartOptimizers(NetworkParts parts, CombinerSession combiner, MultiNetPlusPlusOptions options)
    {
        _encoder = Create(parts.Encoder, options.WeightDecay);
        _decoders = Array.ConvertAll(parts.Decoders, p => Create(p, options.WeightDecay));
        _combiner = [.. combiner.Parameters.Select(p => (Create([p.Value], weightDecay: 0), combiner.TaskOf(p.Key)))];

        ParameterOptimizer Create(Parameter[] part, double weightDecay) => options.Optimizer switch
        {
            OptimizerKind.Adam => new AdamOptimizer(part, weightDecay, decoupled: false),
            OptimizerKind.AdamW => new AdamOptimizer(part, weightDecay, decoupled: true),
            _ => new SgdOptimizer(part, weightDecay),
        };
    }

    private IEnumerable<ParameterOptimizer> All => [_encoder, .. _decoders, .. _combiner.Select(part => part.Optimizer)];

    internal void ZeroGradients()
    {
        foreach (var optimizer in All)
            optimizer.ZeroGradients();
    }

    /// <summary>
    /// Moves the encoder, the decoders of the tasks that took part, and the combiner's parameters except those of other tasks. A limit of the
    /// norm is for the gradient over all of the network's weights that are moved.
    /// </summary>
    internal void Step(IReadOnlyList<int> tasks, double learningRate, double? clipNorm)
    {
        ParameterOptimizer[] moved = [_encoder, .. tasks.Select(task => _decoders[task])];
        if (clipNorm is { } norm)
            nn.utils.clip_grad_norm_(moved.SelectMany(optimizer => optimizer.Parameters), norm);
        foreach (var optimizer in moved)
            optimizer.Step(learningRate);
        foreach (var (optimizer, task) in _combiner)
            if (task is not { } t || tasks.Contains(t)) optimizer.Step(learningRate);
    }

    public void Dispose()
    {
        foreach (var optimizer in All)
            optimizer.Dispose();
    }
}

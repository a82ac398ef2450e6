using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// One optimizer for the encoder, one per decoder and one for the combiner's learned parameters, all with the same settings: so a
/// decoder whose task has no label in a step is not moved, neither by momentum nor by weight decay.
/// </summary>
internal sealed class PartOptimizers : IDisposable
{
    private const double SgdMomentum = 0.9;

    private readonly optim.Optimizer _encoder;
    private readonly optim.Optimizer[] _decoders;
    private readonly optim.Optimizer? _combiner;
    private readonly Parameter[] _encoderParameters;
    private readonly Parameter[][] _decoderParameters;

    internal PartOptimizers(MultiTaskModel model, LossCombiner combiner, MultiNetPlusPlusOptions options)
    {
        var parameters = model.Network.named_parameters().ToArray();
        _encoderParameters = Part("encoder.");
        _decoderParameters = [.. model.Tasks.Select(task => Part($"decoders.{task.Key}."))];
        _encoder = Create(_encoderParameters, options.WeightDecay);
        _decoders = Array.ConvertAll(_decoderParameters, p => Create(p, options.WeightDecay));
        Parameter[] learned = [.. combiner.Parameters.Values];
        _combiner = learned.Length > 0 ? Create(learned, weightDecay: 0) : null;

        Parameter[] Part(string prefix) =>
            [.. parameters.Where(p => p.name.StartsWith(prefix, StringComparison.Ordinal)).Select(p => p.parameter)];

        optim.Optimizer Create(Parameter[] part, double weightDecay) => options.Optimizer switch
        {
            OptimizerKind.Adam => optim.Adam(part, lr: options.LearningRate, weight_decay: weightDecay),
            OptimizerKind.AdamW => optim.AdamW(part, lr: options.LearningRate, weight_decay: weightDecay),
            _ => optim.SGD(part, options.LearningRate, momentum: SgdMomentum, weight_decay: weightDecay),
        };
    }

    private IEnumerable<optim.Optimizer> All => _combiner is null ? [_encoder, .. _decoders] : [_encoder, .. _decoders, _combiner];

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

    /// <summary>Moves the encoder, the combiner's parameters and the decoders of the tasks that took part.</summary>
    /// <param name="tasks">Indices of the tasks that took part in the step.</param>
    /// <param name="clipNorm">The largest norm of the gradient over all of these weights; null for no limit.</param>
    internal void Step(IReadOnlyList<int> tasks, double? clipNorm)
    {
        if (clipNorm is { } norm)
            nn.utils.clip_grad_norm_(_encoderParameters.Concat(tasks.SelectMany(t => _decoderParameters[t])), norm);
        _encoder.step();
        foreach (int task in tasks)
            _decoders[task].step();
        _combiner?.step();
    }

    public void Dispose()
    {
        foreach (var optimizer in All)
            optimizer.Dispose();
    }
}

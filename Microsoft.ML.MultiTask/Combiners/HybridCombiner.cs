using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>What <see cref="LossCombiner.Then"/> makes: losses weighted by one combiner, their gradients joined by another.</summary>
internal sealed class HybridCombiner(LossCombiner first, GradientCombiner second) : GradientCombiner
{
    private const string SecondPrefix = "then.";

    private LossCombiner _first = first;
    private GradientCombiner _second = second;

    public override string Name => $"{_first.Name}, then {_second.Name}";

    public override bool WeighsDecoders => _second.WeighsDecoders;

    public override double ForwardPasses => Math.Max(_first.ForwardPasses, _second.ForwardPasses);

    public override double BackwardPasses(int taskCount) => _second.BackwardPasses(taskCount);

    public override CombinedLoss Combine(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        var weighed = _first.Combine(trainingStep);
        var factors = TrainingStep.Numbers(weighed.Weights);
        var joined = _second.Combine(trainingStep.ScaledBy(factors)).ScaledBy(factors);
        return joined with { Total = weighed.Total };
    }

    public override void BeginEpoch(int epoch)
    {
        _first.BeginEpoch(epoch);
        _second.BeginEpoch(epoch);
    }

    public override void EndEpoch(IReadOnlyList<double> epochMeanLosses)
    {
        _first.EndEpoch(epochMeanLosses);
        _second.EndEpoch(epochMeanLosses);
    }

    public override void AfterStep(TrainingStep trainingStep)
    {
        _first.AfterStep(trainingStep);
        _second.AfterStep(trainingStep);
    }

    public override IReadOnlyDictionary<string, double[]> GetState() =>
        _first.GetState().Concat(_second.GetState().Select(entry => KeyValuePair.Create(SecondPrefix + entry.Key, entry.Value)))
            .ToDictionary(entry => entry.Key, entry => entry.Value);

    public override void SetState(IReadOnlyDictionary<string, double[]> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _first.SetState(state);
        _second.SetState(state.Where(entry => entry.Key.StartsWith(SecondPrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[SecondPrefix.Length..], entry => entry.Value));
    }

    public override IReadOnlyDictionary<string, Tensor> GetBuffers() => _second.GetBuffers();

    public override void SetBuffers(IReadOnlyDictionary<string, Tensor> buffers) => _second.SetBuffers(buffers);

    public override void Reset()
    {
        _first.Reset();
        _second.Reset();
    }

    public override void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        base.Dispose();
    }

    protected override void Start(Device device)
    {
        _first = _first.ForTraining(Tasks, device, Seed);
        _second = (GradientCombiner)_second.ForTraining(Tasks, device, Seed + 1);
        _first.Warned += Warn;
        _second.Warned += Warn;
        foreach (var (name, parameter) in _first.Parameters)
            Adopt(name, parameter, _first.TaskOf(name));
        foreach (var (name, parameter) in _second.Parameters)
            Adopt(SecondPrefix + name, parameter, _second.TaskOf(name));
    }

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) => _first.TotalOf(losses, taskIndices);

    protected override SharedGradient Join(TrainingStep trainingStep) =>
        throw new InvalidOperationException("The second combiner joins the gradients.");
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// Smooth Tchebycheff scalarization (STCH) as its authors train networks: the task that has come least far weighs most, softly.
    /// </summary>
    /// <remarks>
    /// Lin, Zhang, Yang, Liu, Wang, Zhang: "Smooth Tchebycheff Scalarization for Multi-Objective Optimization", ICML 2024,
    /// arXiv:2402.19078, the STCH scalarization of section 3, on logarithms: n μ log Σ exp(log(Lᵢ/zᵢ) / μ), z being the tasks' mean losses
    /// in epoch <paramref name="warmupEpochs"/>; up to the end of that epoch Σ log Lᵢ. Task i weighs n softmaxᵢ(log(L/z) / μ) / Lᵢ. Costs
    /// one backward pass per step; decoders get the weights too. Use it where no task may be left behind.
    /// <para>
    /// Deviation: the authors' code leaves the largest logarithm out of the total, which moves its value but not its gradient. A loss
    /// below 1.18e-38 counts as that and weighs 0. A task without a label in the epoch that z comes from has a z of 1.
    /// </para>
    /// </remarks>
    /// <param name="smoothness">μ, positive: towards 0 only the worst task counts, a large one gives every task 1 / L. Default 1.</param>
    /// <param name="warmupEpochs">
    /// Epochs before the one whose mean losses are z, 0 or more; the authors' is 4. A training that ends with that epoch has known only Σ
    /// log Lᵢ: set fewer for a short one.
    /// </param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static LossCombiner SmoothTchebycheff(double smoothness = 1, int warmupEpochs = 4)
    {
        CheckPositive(smoothness, nameof(smoothness));
        ArgumentOutOfRangeException.ThrowIfNegative(warmupEpochs);
        return new SmoothTchebycheffCombiner(smoothness, warmupEpochs);
    }
}

/// <summary>n μ log Σ exp(log(Lᵢ/zᵢ) / μ), after a time of Σ log Lᵢ.</summary>
internal sealed class SmoothTchebycheffCombiner(double smoothness, int warmupEpochs) : LossCombiner
{
    private double[] _epoch = [];       // [1]
    private double[] _reference = [];   // z, [T]

    public override string Name => "SmoothTchebycheff";

    public override void BeginEpoch(int epoch) => _epoch[0] = epoch;

    public override void EndEpoch(IReadOnlyList<double> epochMeanLosses)
    {
        CheckEpochMeans(epochMeanLosses);
        if (_epoch[0] == warmupEpochs)
            for (var t = 0; t < _reference.Length; t++)
                _reference[t] = double.IsNaN(epochMeanLosses[t]) ? 1 : Math.Max(epochMeanLosses[t], SmallestLoss);
    }

    protected override void Start(Device device)
    {
        _epoch = AddNumbers("epoch", 1);
        _reference = AddNumbers("reference_loss", Tasks.Count, 1);
    }

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        var logarithms = Logarithms(losses, taskIndices);
        if (_epoch[0] <= warmupEpochs)
            return logarithms.sum();
        var progress = logarithms - PerTask(_reference, taskIndices, losses.device).log();                           // log(L/z), [n]
        return SmoothMaximum(progress, smoothness) * taskIndices.Count;
    }
}

using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>Dynamic weight average (DWA): a task whose loss falls more slowly than the others' weighs more in the next epoch.</summary>
    /// <remarks>
    /// Liu, Johns, Davison: "End-to-End Multi-Task Learning with Attention", CVPR 2019, arXiv:1803.10704, equation 7: the weights are
    /// T · softmax(r / temperature), where r is a task's mean loss in the last epoch over that in the epoch before; 1 in the first two
    /// epochs. Costs one backward pass per step.
    /// <para>
    /// Means below 1.18e-38 count as that, so a mean of 0 gives finite weights, and two of them the ratio 1. A task without a mean in one
    /// of the two epochs weighs 1 and stays out of the softmax.
    /// </para>
    /// </remarks>
    /// <param name="temperature">How evenly the weights are spread, above 0; the paper's is 2.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive number.</exception>
    public static LossCombiner DynamicWeightAverage(double temperature = 2)
    {
        CheckPositive(temperature, nameof(temperature));
        return new DynamicWeightAverageCombiner(temperature);
    }
}

/// <summary>Σ wᵢ Lᵢ with weights that change between epochs.</summary>
internal sealed class DynamicWeightAverageCombiner(double temperature) : LossCombiner
{
    private double[] _last = [];       // [T], NaN where not known
    private double[] _beforeLast = []; // [T]

    public override string Name => "DynamicWeightAverage";

    public override void EndEpoch(IReadOnlyList<double> epochMeanLosses)
    {
        CheckEpochMeans(epochMeanLosses);
        _last.CopyTo(_beforeLast, 0);
        epochMeanLosses.ToArray().CopyTo(_last, 0);
    }

    protected override void Start(Device device)
    {
        _last = AddNumbers("last_epoch_loss", Tasks.Count, double.NaN);
        _beforeLast = AddNumbers("epoch_before_last_loss", Tasks.Count, double.NaN);
    }

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices) =>
        (losses * PerTask(Weights(), taskIndices, losses.device)).sum();

    private double[] Weights()
    {
        var ratios = _last.Zip(_beforeLast, (last, before) => Math.Max(last, SmallestLoss) / Math.Max(before, SmallestLoss));
        var exponents = ratios.Select(ratio => ratio / temperature).ToArray();
        var known = exponents.Count(double.IsFinite);
        var shares = Softmax([.. exponents.Select(exponent => double.IsFinite(exponent) ? exponent : double.NegativeInfinity)]);
        return [.. exponents.Zip(shares, (exponent, share) => double.IsFinite(exponent) ? known * share : 1)];
    }
}

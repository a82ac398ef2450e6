using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// GradNorm: learns weights with which all tasks' gradients pull about equally, a task that lags behind a little more.
    /// </summary>
    /// <remarks>
    /// Chen, Badrinarayanan, Lee, Rabinovich: "GradNorm: Gradient Normalization for Adaptive Loss Balancing in Deep Multitask Networks",
    /// ICML 2018, arXiv:1711.02257, equation 2: with w = n softmax(p), Gᵢ = wᵢ‖gᵢ‖ and rᵢ task i's loss over its initial one, relative to
    /// the mean of that, p descends Σ |Gᵢ − mean(G) rᵢ^α|, mean(G) held fixed. The logits p are the parameters <c>logit.&lt;task&gt;</c>,
    /// trained by the network's optimizer. Costs one backward pass per task, in the first epoch one alone; decoders get their own
    /// gradients.
    /// <para>Use it where losses differ in scale and speed, and the learning rate suits a sum of n losses.</para>
    /// <para>
    /// Deviations, as in LibMTL: the initial loss is the mean of a task's first epoch, in which all weigh 1; the norms are those of all
    /// shared parameters, where the paper takes the last shared layer; w is a softmax, where the paper rescales. Without a label a
    /// task's logit rests, and the softmax runs over the others.
    /// </para>
    /// </remarks>
    /// <param name="alpha">α, how strongly a task that lags behind is pulled back, 0 or more; by default 1.5, the paper's choice for
    /// NYUv2.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is negative or not finite.</exception>
    public static GradientCombiner GradNorm(double alpha = 1.5)
    {
        CheckNotNegative(alpha, nameof(alpha));
        return new GradNormCombiner(alpha);
    }
}

/// <summary>Σ wᵢgᵢ with learned w.</summary>
internal sealed class GradNormCombiner(double alpha) : GramianCombiner
{
    private Parameter[] _logits = [];         // [T]
    private double[] _initialLosses = [];     // [T], NaN where not known

    public override string Name => "GradNorm";

    public override void EndEpoch(IReadOnlyList<double> epochMeanLosses)
    {
        ArgumentNullException.ThrowIfNull(epochMeanLosses);
        for (var task = 0; task < _initialLosses.Length; task++)
            if (double.IsNaN(_initialLosses[task]))
                _initialLosses[task] = epochMeanLosses[task];
    }

    protected override void Start(Device device)
    {
        _logits = [.. Tasks.Select((task, i) => AddParameter($"logit.{task.Key}", 1, device, i))];
        _initialLosses = AddNumbers("initial_loss", Tasks.Count, double.NaN);
    }

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        return trainingStep.TaskIndices.All(task => double.IsNaN(_initialLosses[task])) ? new SharedGradient(null) : base.Join(trainingStep);
    }

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var n = losses.Count;
        Parameter[] logits = [.. taskIndices.Select(task => _logits[task])];
        double[] weights = [.. Softmax([.. logits.Select(logit => TrainingStep.Numbers(logit)[0])]).Select(share => n * share)];   // sync point
        double[] norms = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(gramian[i, i]))];
        var pulls = RelativePulls(norms, weights, RelativeRates(losses, taskIndices));

        // dwᵢ/dpⱼ = wᵢ (δᵢⱼ − wⱼ/n)
        var all = Enumerable.Range(0, n).Sum(i => pulls[i] * weights[i]);
        autograd.backward(logits, [.. logits.Select((logit, j) => full_like(logit, weights[j] * (pulls[j] - all / n)))]);
        return weights;
    }

    /// <summary>rᵢ; 1 for a task whose initial loss is not known.</summary>
    private double[] RelativeRates(IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        double[] rates = [.. losses.Select((loss, i) => Math.Max(0, loss) / Math.Max(SmallestLoss, _initialLosses[taskIndices[i]]))];
        var mean = rates.Where(rate => !double.IsNaN(rate)).Average();
        return [.. rates.Select(rate => mean > 0 && !double.IsNaN(rate) ? rate / mean : 1)];
    }

    /// <summary>‖gᵢ‖ with the sign of Gᵢ − mean(G) rᵢ^α: the objective's derivative by wᵢ.</summary>
    private double[] RelativePulls(double[] norms, double[] weights, double[] rates)
    {
        var mean = norms.Zip(weights, (norm, weight) => norm * weight).Average();
        return [.. norms.Select((norm, i) => norm * Math.Sign(weights[i] * norm - mean * Math.Pow(rates[i], alpha)))];
    }
}

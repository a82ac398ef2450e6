using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// Uncertainty weighting whose total never becomes negative: each loss is divided by a noise variance that is learned along with the
    /// network.
    /// </summary>
    /// <remarks>
    /// Liebel, Körner: "Auxiliary Tasks in Multi-task Learning", 2018, arXiv:1805.06334: Σ Lᵢ / (2 σᵢ²) + log(1 + σᵢ²). The
    /// deviations σ are the parameters <c>sigma.&lt;task&gt;</c>, trained by the network's optimizer. Costs one backward pass per step;
    /// decoders get the weights too. Use it in the place of <see cref="Uncertainty"/> where a total below 0 is in the way.
    /// <para>Deviation: a variance below 1e-12 counts as that, so a weight stays finite when σ crosses 0.</para>
    /// </remarks>
    /// <param name="initialSigma">σ at the start, positive; 1 gives weights of 1/2.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialSigma"/> is not a positive number.</exception>
    public static LossCombiner PositiveUncertainty(double initialSigma = 1)
    {
        CheckPositive(initialSigma, nameof(initialSigma));
        return new PositiveUncertaintyCombiner(initialSigma);
    }
}

/// <summary>Σ Lᵢ / (2 σᵢ²) + log(1 + σᵢ²).</summary>
internal sealed class PositiveUncertaintyCombiner(double initialSigma) : LossCombiner
{
    private const double SmallestVariance = 1e-12;

    private Tensor[] _sigmas = [];

    public override string Name => "PositiveUncertainty";

    protected override void Start(Device device) =>
        _sigmas = [.. Tasks.Select((task, t) => AddParameter($"sigma.{task.Key}", initialSigma, device, t))];

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        var variances = torch.stack(taskIndices.Select(i => _sigmas[i])).square().clamp_min(SmallestVariance);         // [n]
        return (losses / (variances * 2) + (variances + 1).log()).sum();
    }
}

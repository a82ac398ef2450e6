using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>DB-MTL: balances losses by their logarithms, and smoothed gradients by bringing all to the length of the longest.</summary>
    /// <remarks>
    /// Lin, Ye, Zhang, Zhang, Tsang: "Dual-Balancing for Multi-Task Learning", 2023, arXiv:2308.12029, algorithm 1: gᵢ are the gradients of
    /// log(Lᵢ + 1e-8); the buffers bᵢ ← gᵢ + β/t^σ (bᵢ − gᵢ) start at 0; the gradient is Σ max‖b‖ / (‖bᵢ‖ + 1e-8) · bᵢ. Costs one backward
    /// pass per task and one gradient of memory per task; each decoder gets the gradient of its own logarithm, 1/(Lᵢ + 1e-8) times its
    /// loss's.
    /// <para>Use it where losses' scales differ; it does not care about them. Losses of 0 or more.</para>
    /// <para>
    /// As in the authors' code the buffers' start at 0 is not corrected for, so with β = 0.9 the first steps are short. A task without a
    /// label keeps its buffer, which then takes no part.
    /// </para>
    /// </remarks>
    /// <param name="smoothing">β, how much of the buffer is kept, from 0 to 1; by default 0.9.</param>
    /// <param name="decay">σ, how fast that falls with the steps t, 0 or more; by default 0, not at all. The paper has 0.5.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static GradientCombiner DbMtl(double smoothing = 0.9, double decay = 0)
    {
        CheckFraction(smoothing, nameof(smoothing));
        CheckNotNegative(decay, nameof(decay));
        return new DbMtlCombiner(smoothing, decay);
    }
}

/// <summary>Σ αᵢbᵢ, b the moving averages of the gradients of log L.</summary>
internal sealed class DbMtlCombiner(double smoothing, double decay) : GradientCombiner
{
    private const double Epsilon = 1e-8;

    private double[] _steps = [];

    public override string Name => "DB-MTL";

    protected override void Start(Device device) => _steps = AddNumbers("steps", 1);

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        ArgumentNullException.ThrowIfNull(losses);
        CheckNotNegative(losses, taskIndices);
        return (losses + Epsilon).log().sum();
    }

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        var kept = smoothing / Math.Pow(++_steps[0], decay);
        var gradients = Rows(trainingStep.Gradients());                                   // [n] of [P]
        var buffers = Remembered("gradients", gradients, trainingStep.TaskIndices);
        for (var i = 0; i < buffers.Length; i++)
            buffers[i].mul_(kept).add_(gradients[i], 1 - kept);

        var norms = Norms(buffers, trainingStep.TaskIndices);
        double[] scales = [.. norms.Select(norm => norms.Max() / (norm + Epsilon))];
        return new SharedGradient([.. scales.Select(scale => scale * (1 - kept))], Sum(buffers, scales, into: gradients[0]));
    }
}

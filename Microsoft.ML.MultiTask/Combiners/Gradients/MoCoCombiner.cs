using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// MoCo: tracks each task's gradient over the steps, and moves its weights towards the tracked gradients' least norm.
    /// </summary>
    /// <remarks>
    /// Fernando, Shen, Liu, Chaudhury, Murugesan, Chen: "Mitigating Gradient Bias in Multi-objective Learning: A Provably Convergent
    /// Approach", ICLR 2023, algorithm 1, as its authors' code and LibMTL have it. At step t, with ĝᵢ = Lᵢ gᵢ / (‖gᵢ‖ + 1e-8):
    /// yᵢ ← yᵢ − β/t^b (yᵢ − ĝᵢ), from 0; λ ← softmax(λ − γ/t^c (YYᵀ + ρI) λ), from 1/T; the gradient is Σ λᵢyᵢ. Costs one backward pass
    /// per task and one gradient of memory per task; decoders get their own gradients.
    /// <para>Use it where batches are small, so that single gradients are noisy.</para>
    /// <para>
    /// Deviations of the codes from the paper, kept: the gradients are normalised, and a softmax stands for the projection on the
    /// simplex. A task without a label keeps its y and λ; the others share among them what they had, and their λ count as of sum 1.
    /// </para>
    /// </remarks>
    /// <param name="trackingRate">β, from 0 to 1; by default 0.5.</param>
    /// <param name="trackingDecay">b, 0 or more; by default 0.5.</param>
    /// <param name="weightRate">γ, 0 or more; by default 0.1.</param>
    /// <param name="weightDecay">c, 0 or more; by default 0.5.</param>
    /// <param name="regularization">ρ, 0 or more; by default 0.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static GradientCombiner MoCo(
        double trackingRate = 0.5, double trackingDecay = 0.5, double weightRate = 0.1, double weightDecay = 0.5, double regularization = 0)
    {
        CheckFraction(trackingRate, nameof(trackingRate));
        CheckNotNegative(trackingDecay, nameof(trackingDecay));
        CheckNotNegative(weightRate, nameof(weightRate));
        CheckNotNegative(weightDecay, nameof(weightDecay));
        CheckNotNegative(regularization, nameof(regularization));
        return new MoCoCombiner(trackingRate, trackingDecay, weightRate, weightDecay, regularization);
    }
}

/// <summary>Σ λᵢyᵢ.</summary>
internal sealed class MoCoCombiner(
    double trackingRate, double trackingDecay, double weightRate, double weightDecay, double regularization) : GradientCombiner
{
    private const double Epsilon = 1e-8;

    private double[] _steps = [];
    private double[] _weights = [];     // λ, [T]

    public override string Name => "MoCo";

    protected override void Start(Device device)
    {
        _steps = AddNumbers("steps", 1);
        _weights = AddNumbers("weights", Tasks.Count, 1.0 / Tasks.Count);
    }

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        var (tasks, losses) = (trainingStep.TaskIndices, trainingStep.LossValues);
        var step = ++_steps[0];
        var rate = trackingRate / Math.Pow(step, trackingDecay);
        var gradients = Rows(trainingStep.Gradients());                                   // [n] of [P]
        double[] scales = [.. Norms(gradients, tasks).Select((norm, i) => losses[i] / (norm + Epsilon))];
        var tracked = Remembered("gradients", gradients, tasks);
        for (var i = 0; i < tracked.Length; i++)
            tracked[i].mul_(1 - rate).add_(gradients[i], rate * scales[i]);

        var shares = Move(Products(tracked, tasks), tasks, weightRate / Math.Pow(step, weightDecay));
        return new SharedGradient([.. shares.Select((share, i) => share * rate * scales[i])], Sum(tracked, shares, into: gradients[0]));
    }

    /// <summary>Moves λ and gives the present tasks' as shares of 1.</summary>
    private double[] Move(double[,] gramian, IReadOnlyList<int> tasks, double rate)
    {
        var total = tasks.Sum(task => _weights[task]);
        var shares = VectorOf(tasks.Count, i => _weights[tasks[i]] / total);
        double[] moved = Softmax((shares - rate * (MatrixOf(gramian) * shares + regularization * shares)).ToArray());
        for (var i = 0; i < tasks.Count; i++)
            _weights[tasks[i]] = total * moved[i];
        return moved;
    }
}

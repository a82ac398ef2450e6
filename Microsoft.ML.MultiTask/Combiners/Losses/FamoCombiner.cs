using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>FAMO: weights under which all losses fall at the same rate, learned from how each fell in the last step.</summary>
    /// <remarks>
    /// Liu, Feng, Stone, Liu: "FAMO: Fast Adaptive Multitask Optimization", NeurIPS 2023, arXiv:2306.03792, algorithm 1. With z the
    /// softmax of the logits and D = L + 1e-8, task i weighs c zᵢ / Dᵢ, c making the weights sum to 1. After the optimizer's step the same
    /// batch's losses are computed again, and Adam moves the logits against Jᵀ(log D before - log D after) plus decay times the logits,
    /// J being the softmax's Jacobian. Costs one backward pass and, every <paramref name="updateEvery"/> steps, one forward pass more;
    /// decoders get the weights too. Use it for many tasks, where a backward pass per task is too much.
    /// <para>
    /// The forward pass that computes the losses again is a training one, so batch normalisation's running statistics see the batch twice,
    /// as in the authors' code. They also clip the network's gradient to a norm of 1; set GradientClipNorm for that.
    /// </para>
    /// <para>
    /// Deviation: a task without a label in a step stays out of the softmax, and its logit is not moved. With <paramref
    /// name="updateEvery"/> above 1 the logits rest in between.
    /// </para>
    /// </remarks>
    /// <param name="learningRate">Of the logits, positive; the paper's is 0.025.</param>
    /// <param name="decay">Of the logits, 0 or more; 0.001 as in LibMTL, the authors' range is 0.00001 to 0.01.</param>
    /// <param name="updateEvery">Steps from one update of the logits to the next, at least 1; the paper's is 1.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static LossCombiner Famo(double learningRate = 0.025, double decay = 1e-3, int updateEvery = 1)
    {
        CheckPositive(learningRate, nameof(learningRate));
        CheckNotNegative(decay, nameof(decay));
        ArgumentOutOfRangeException.ThrowIfLessThan(updateEvery, 1);
        return new FamoCombiner(learningRate, decay, updateEvery);
    }
}

/// <summary>c Σ zᵢ log Dᵢ, c held constant.</summary>
internal sealed class FamoCombiner(double learningRate, double decay, int updateEvery) : LossCombiner
{
    private const double Beta1 = 0.9, Beta2 = 0.999, AdamEpsilon = 1e-8;   // Kingma and Ba's
    private const double LossEpsilon = 1e-8;                               // the authors' code's

    private double[] _logits = [], _mean = [], _meanSquare = [], _updates = [];   // [T] each
    private double[] _step = [];                                                  // [1]

    public override string Name => "FAMO";

    public override double ForwardPasses => 1 + 1.0 / updateEvery;

    public override void AfterStep(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        if (_step[0]++ % updateEvery != 0)
            return;

        var tasks = trainingStep.TaskIndices;
        var after = TrainingStep.Numbers(trainingStep.LossesNow());
        if (!after.All(double.IsFinite))
            return;                                                                // the next step says which task it is

        double[] fall = [.. trainingStep.LossValues.Zip(after, (before, now) => Logarithm(before) - Logarithm(now))];
        var z = Softmax([.. tasks.Select(t => _logits[t])]);
        var meanFall = z.Zip(fall, (share, delta) => share * delta).Sum();
        for (var i = 0; i < tasks.Count; i++)
            Update(tasks[i], z[i] * (fall[i] - meanFall));
    }

    protected override void Start(Device device)
    {
        _logits = AddNumbers("logit", Tasks.Count);
        _mean = AddNumbers("logit_mean_gradient", Tasks.Count);
        _meanSquare = AddNumbers("logit_mean_square_gradient", Tasks.Count);
        _updates = AddNumbers("logit_updates", Tasks.Count);
        _step = AddNumbers("step", 1);
    }

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        CheckNotNegative(losses, taskIndices);
        var z = tensor(Softmax([.. taskIndices.Select(t => _logits[t])])).to(losses.device);                         // [n]
        var d = losses + LossEpsilon;
        return (z * d.log()).sum() / (z / d.detach()).sum();
    }

    private static double Logarithm(double loss) => Math.Log(loss + LossEpsilon);

    /// <summary>One step of Adam with the decay added to the gradient.</summary>
    private void Update(int task, double gradient)
    {
        gradient += decay * _logits[task];
        _updates[task]++;
        _mean[task] += (1 - Beta1) * (gradient - _mean[task]);
        _meanSquare[task] += (1 - Beta2) * (gradient * gradient - _meanSquare[task]);
        var mean = _mean[task] / (1 - Math.Pow(Beta1, _updates[task]));
        var meanSquare = _meanSquare[task] / (1 - Math.Pow(Beta2, _updates[task]));
        _logits[task] -= learningRate * mean / (Math.Sqrt(meanSquare) + AdamEpsilon);
    }
}

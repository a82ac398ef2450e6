using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>ExcessMTL: a task weighs the more, the further its loss is from the lowest that it can reach, not the larger it is.</summary>
    /// <remarks>
    /// He, Zhou, Zhang, Yun, Ding, Dhillon, Zhao: "Robust Multi-Task Learning with Excess Risks", ICML 2024, arXiv:2402.02009, algorithm
    /// 1: the excess risk of task i is about eᵢ = Σ g² / √(s + 1e-7), elementwise over the shared parameters, s being the sum of the
    /// task's squared gradients up to now; eᵢ over its first value multiplies the weight by exp(η eᵢ), and the weights are brought back
    /// to the sum T. The weights are those of the losses, so the decoders get them too. Costs one backward pass per task and one gradient
    /// of memory per task.
    /// <para>Use it where some tasks' labels are noisy: their losses stay large without anything left to learn.</para>
    /// <para>
    /// Deviation: computed so that no exponential overflows. A task without a label keeps its weight, and the others share among them
    /// what they had.
    /// </para>
    /// </remarks>
    /// <param name="stepSize">η, 0 or more; by default 0.01, LibMTL's.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepSize"/> is negative or not finite.</exception>
    public static GradientCombiner ExcessMtl(double stepSize = 0.01)
    {
        CheckNotNegative(stepSize, nameof(stepSize));
        return new ExcessMtlCombiner(stepSize);
    }
}

/// <summary>Σ wᵢLᵢ, w growing exponentially with the excess risks.</summary>
internal sealed class ExcessMtlCombiner(double stepSize) : GradientCombiner
{
    private const double Epsilon = 1e-7;

    private double[] _initialExcess = [];     // [T], NaN where not known
    private double[] _weights = [];           // [T]

    public override string Name => "ExcessMTL";

    public override bool WeighsDecoders => true;

    protected override void Start(Device device)
    {
        _initialExcess = AddNumbers("initial_excess", Tasks.Count, double.NaN);
        _weights = AddNumbers("weights", Tasks.Count, 1);
    }

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        var tasks = trainingStep.TaskIndices;
        var gradients = Rows(trainingStep.Gradients());                                   // [n] of [P]
        var squares = Remembered("squares", gradients, tasks);
        double[] excess = TrainingStep.Numbers(stack(squares.Select((sum, i) => Excess(gradients[i], sum))));     // sync point
        var weights = Grow([.. excess.Select((value, i) => Relative(value, tasks[i]))], tasks);
        return new SharedGradient(weights, Sum(gradients, weights, into: gradients[0]));
    }

    private static Tensor Excess(Tensor gradient, Tensor squares)
    {
        using var scope = torch.NewDisposeScope();
        var square = gradient.square();
        squares.add_(square);
        return square.div_((squares + Epsilon).sqrt_()).sum(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    /// <summary>The excess over the first above 0; 1 before.</summary>
    private double Relative(double excess, int task)
    {
        CheckFinite(excess, task);
        if (double.IsNaN(_initialExcess[task]) && excess > 0)
            _initialExcess[task] = excess;
        return double.IsNaN(_initialExcess[task]) ? 1 : excess / _initialExcess[task];
    }

    private double[] Grow(double[] excess, IReadOnlyList<int> tasks)
    {
        var total = tasks.Sum(task => _weights[task]);
        double[] shares = Softmax([.. excess.Select((value, i) => Math.Log(Math.Max(_weights[tasks[i]], SmallestLoss)) + stepSize * value)]);
        for (var i = 0; i < tasks.Count; i++)
            _weights[tasks[i]] = total * shares[i];
        return [.. tasks.Select(task => _weights[task])];
    }
}

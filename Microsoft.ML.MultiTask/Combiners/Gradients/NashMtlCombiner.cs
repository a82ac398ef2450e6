using Microsoft.ML.MultiTask.Combiners.Solvers;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// Nash-MTL: the tasks bargain for the step, and get the solution that no proportional gain of one outweighs the others' loss.
    /// </summary>
    /// <remarks>
    /// Navon, Shamsian, Achituve, Maron, Kawaguchi, Chechik, Fetaya: "Multi-Task Learning as a Bargaining Game", ICML 2022,
    /// arXiv:2202.01017, claim 3.1: the weights α with G α = 1/α, whose gradient has the norm √n; then the encoder's gradient is brought
    /// to the norm <paramref name="maxNorm"/> at most. The weights are those of the losses, so the decoders get them too. Costs one
    /// backward pass per task in one of <paramref name="updateEvery"/> steps, one in the others, which use the last weights.
    /// <para>
    /// Use it where losses' scales differ, about which it does not care, and with <paramref name="updateEvery"/> at 10 or more where time
    /// matters: the authors report little loss.
    /// </para>
    /// <para>
    /// Deviations: solved exactly, by Newton's method on its convex form, to 1e-10, where the authors take 20 steps of a
    /// convex-concave procedure. Where the gradients cancel each other there is no solution, and all tasks weigh 1 in that step.
    /// </para>
    /// </remarks>
    /// <param name="updateEvery">In how many steps the weights are found anew once, at least 1.</param>
    /// <param name="maxNorm">The largest norm of the encoder's gradient, above 0; by default 1. Null for no limit.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static GradientCombiner NashMtl(int updateEvery = 1, double? maxNorm = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(updateEvery, 1);
        if (maxNorm is { } norm)
            CheckPositive(norm, nameof(maxNorm));
        return new NashMtlCombiner(updateEvery, maxNorm);
    }
}

/// <summary>Σ αᵢLᵢ with G α = 1/α.</summary>
internal sealed class NashMtlCombiner(int updateEvery, double? maxNorm) : GramianCombiner
{
    private double[] _weights = [];     // [T], the last found
    private double[] _steps = [];       // how many there were

    public override string Name => "Nash-MTL";

    public override bool WeighsDecoders => true;

    public override double BackwardPasses(int taskCount) => (taskCount + updateEvery - 1.0) / updateEvery;

    protected override void Start(Device device)
    {
        _weights = AddNumbers("weights", Tasks.Count, 1);
        _steps = AddNumbers("steps", 1);
    }

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        return _steps[0]++ % updateEvery == 0
            ? base.Join(trainingStep) with { NormLimit = maxNorm }
            : new SharedGradient([.. trainingStep.TaskIndices.Select(task => _weights[task])], NormLimit: maxNorm);
    }

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var found = FairAllocation.Solve(MatrixOf(gramian), exponent: 1);
        for (var i = 0; i < taskIndices.Count && found is not null; i++)
            _weights[taskIndices[i]] = found[i];
        return OrEqual(found, losses.Count, 1);
    }
}

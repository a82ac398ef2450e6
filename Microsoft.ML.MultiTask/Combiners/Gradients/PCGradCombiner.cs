using static Microsoft.ML.MultiTask.Combiners.GradientRows;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// For each task i, over the other tasks j in random order: gᵢ ← gᵢ - (gᵢ·gⱼ / gⱼ·gⱼ) gⱼ where gᵢ·gⱼ is negative, gⱼ being the original.
/// The sum of all gᵢ is the gradient.
/// </summary>
/// <remarks>
/// Deviation: works on the gradients' inner products, which gives the same weights up to rounding. A gradient of 0 opposes nothing.
/// Published codes also project gᵢ against itself, which matters where other projections have turned it round; the algorithm does not.
/// </remarks>
internal sealed class PCGradCombiner(bool average) : GradientCombiner
{
    public override string Name => "PCGrad";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, average);

    /// <summary>The weights, [n], by the Gramian [n, n] and the order in which task i is projected against the others.</summary>
    internal static double[] Project(double[,] gramian, Func<int, int[]> othersInOrder)
    {
        var g = MatrixOf(gramian);
        var sum = VectorOf(g.RowCount, _ => 0);
        for (var i = 0; i < g.RowCount; i++)
        {
            var projected = VectorOf(g.RowCount, k => k == i ? 1 : 0);       // gᵢ as weights of the originals
            foreach (var j in othersInOrder(i))
            {
                var product = projected.DotProduct(g.Column(j));
                if (product < 0 && g[j, j] > 0)
                    projected[j] -= product / g[j, j];
            }
            sum += projected;
        }
        return sum.ToArray();
    }

    private sealed class Session(CombinerSessionState state, bool average) : GradientSession(state)
    {
        private readonly CombinerRandom _random = state.AddRandom();

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var n = trainingStep.TaskIndices.Count;
            var sum = Project(Finite(trainingStep.Gramian(), trainingStep.TaskIndices), i => _random.ShuffledOthers(i, n));
            return new SharedGradient.WeightedSum(average ? [.. sum.Select(weight => weight / n)] : sum);
        }
    }
}

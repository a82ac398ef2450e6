namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// For each task i, over the other tasks j in random order: gᵢ ← gᵢ - (gᵢ·gⱼ / gⱼ·gⱼ) gⱼ where gᵢ·gⱼ is negative, gⱼ being the original.
/// The sum of all gᵢ is the gradient.
/// </summary>
/// <remarks>
/// Deviation: works on the gradients' inner products, which gives the same weights up to rounding. A gradient of 0 opposes nothing.
/// Published codes project gᵢ against itself too, which matters where other projections have turned it round; neither the algorithm nor
/// this does.
/// </remarks>
internal sealed class PCGradCombiner(bool average) : GradientCombiner
{
    public override string Name => "PCGrad";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, average);

    /// <param name="gramian">[n, n].</param>
    /// <param name="othersInOrder">The tasks against which task i is projected, in order.</param>
    internal static double[] Project(double[,] gramian, Func<int, int[]> othersInOrder)
    {
        var n = gramian.GetLength(0);
        var sum = new double[n];
        for (var i = 0; i < n; i++)
        {
            var projected = new double[n];                                  // gᵢ as weights of the originals
            projected[i] = 1;
            foreach (var j in othersInOrder(i))
            {
                double product = 0;                                         // projected gᵢ · gⱼ
                for (var k = 0; k < n; k++)
                    product += projected[k] * gramian[k, j];
                if (product < 0 && gramian[j, j] > 0)
                    projected[j] -= product / gramian[j, j];
            }
            for (var k = 0; k < n; k++)
                sum[k] += projected[k];
        }
        return sum;
    }

    private sealed class Session(CombinerSessionState state, bool average) : GradientSession(state)
    {
        private readonly CombinerRandom _random = state.AddRandom();

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var n = trainingStep.TaskIndices.Count;
            var gramian = Finite(trainingStep.Gramian(), trainingStep.TaskIndices);
            var sum = Project(gramian, i => _random.Shuffled(Enumerable.Range(0, n).Where(j => j != i)));
            return new SharedGradient.WeightedSum(average ? [.. sum.Select(weight => weight / n)] : sum);
        }
    }
}

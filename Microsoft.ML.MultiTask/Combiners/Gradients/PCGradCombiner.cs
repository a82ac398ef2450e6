using Microsoft.ML.MultiTask.Combiners;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// PCGrad: where two tasks' gradients oppose each other, each loses the part that goes against the other, and the rests are added.
    /// </summary>
    /// <remarks>
    /// Yu, Kumar, Gupta, Levine, Hausman, Finn: "Gradient Surgery for Multi-Task Learning", NeurIPS 2020, arXiv:2001.06782, algorithm 1:
    /// for each task i, over the other tasks j in random order, gᵢ ← gᵢ - (gᵢ·gⱼ / gⱼ·gⱼ) gⱼ where gᵢ·gⱼ is negative, gⱼ being the
    /// original; the sum of all gᵢ is the gradient. Costs one backward pass per task; decoders get their own gradients.
    /// <para>Use it where tasks' gradients conflict now and then and have about the same length: a long one keeps its length.</para>
    /// <para>
    /// Deviation: works on the gradients' inner products instead of the gradients, which gives the same weights up to rounding. A
    /// gradient of 0 opposes nothing. Published codes project gᵢ against itself too, which matters where other projections have turned
    /// it round; the algorithm does not, nor does this.
    /// </para>
    /// </remarks>
    /// <param name="average">Whether the gradients are averaged or, as in the paper, added.</param>
    /// <returns>The combiner.</returns>
    public static GradientCombiner PCGrad(bool average = false) => new PCGradCombiner(average);
}

/// <summary>Σᵢ (gᵢ without what opposes the others), as weights of the original gradients.</summary>
internal sealed class PCGradCombiner(bool average) : GramianCombiner
{
    private CombinerRandom? _random;

    public override string Name => "PCGrad";

    protected override void Start(Device device) => _random = AddRandom();

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var n = losses.Count;
        var sum = Project(gramian, i => _random!.Shuffled(Enumerable.Range(0, n).Where(j => j != i)));
        return average ? [.. sum.Select(weight => weight / n)] : sum;
    }

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
}

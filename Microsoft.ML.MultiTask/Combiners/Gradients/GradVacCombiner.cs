using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// GradVac: like <see cref="PCGrad"/>, but where two tasks' gradients are less alike than they usually are, not only where they oppose
    /// each other.
    /// </summary>
    /// <remarks>
    /// Wang, Tsvetkov, Firat, Cao: "Gradient Vaccine: Investigating and Improving Multi-task Optimization in Massively Multilingual
    /// Models", ICLR 2021, arXiv:2010.05874, equations 4 and 5: for each task i, over the others j in random order, with φ the cosine
    /// of gᵢ and gⱼ and φ̂ᵢⱼ its moving average: where φ &lt; φ̂, gᵢ ← gᵢ + ‖gᵢ‖ (φ̂ √(1−φ²) − φ √(1−φ̂²)) / (‖gⱼ‖ √(1−φ̂²)) · gⱼ, which
    /// brings the cosine to φ̂; then φ̂ ← (1−β) φ̂ + β φ. The sum of all gᵢ is the gradient. Costs one backward pass per task; decoders
    /// get their own gradients.
    /// <para>Use it where tasks are related, so that their gradients should agree to some degree.</para>
    /// <para>
    /// Deviations: works on the gradients' inner products. A gradient of 0 stays out, and φ̂ counts as at most 1 − 1e-6, as no finite
    /// multiple of gⱼ brings a cosine to 1.
    /// </para>
    /// </remarks>
    /// <param name="smoothing">β, how much the latest cosine counts in the moving average, from 0 to 1; by default 0.5, as in LibMTL.</param>
    /// <param name="average">Whether the gradients are averaged or, as in the paper, added.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="smoothing"/> is outside 0 to 1.</exception>
    public static GradientCombiner GradVac(double smoothing = 0.5, bool average = false)
    {
        CheckFraction(smoothing, nameof(smoothing));
        return new GradVacCombiner(smoothing, average);
    }
}

/// <summary>Σᵢ (gᵢ turned towards the others), as weights of the original gradients.</summary>
internal sealed class GradVacCombiner(double smoothing, bool average) : GramianCombiner
{
    private const double LargestTarget = 1 - 1e-6;

    private CombinerRandom? _random;
    private double[] _cosines = [];     // φ̂, [T, T]

    public override string Name => "GradVac";

    protected override void Start(Device device)
    {
        _random = AddRandom();
        _cosines = AddNumbers("cosines", Tasks.Count * Tasks.Count);
    }

    protected override double[] Weights(double[,] gramian, IReadOnlyList<double> losses, IReadOnlyList<int> taskIndices)
    {
        var n = losses.Count;
        return Turn(gramian, taskIndices, i => _random!.Shuffled(Enumerable.Range(0, n).Where(j => j != i)));
    }

    /// <param name="gramian">[n, n].</param>
    /// <param name="taskIndices">[n].</param>
    /// <param name="othersInOrder">The tasks towards which task i is turned, in order.</param>
    internal double[] Turn(double[,] gramian, IReadOnlyList<int> taskIndices, Func<int, int[]> othersInOrder)
    {
        var n = taskIndices.Count;
        var g = MatrixOf(gramian);
        var sum = VectorOf(n, _ => 0);
        for (var i = 0; i < n; i++)
        {
            var turned = VectorOf(n, k => k == i ? 1 : 0);                   // gᵢ as weights of the originals
            foreach (var j in othersInOrder(i))
            {
                var products = g * turned;
                var (length, other) = (Math.Sqrt(Math.Max(0, turned.DotProduct(products))), Math.Sqrt(g[j, j]));
                if (length > 0 && other > 0)
                    turned[j] += length / other * Turn(ref _cosines[taskIndices[i] * Tasks.Count + taskIndices[j]], products[j] / (length * other));
            }
            sum += turned;
        }
        return (average ? sum / n : sum).ToArray();
    }

    /// <summary>The multiple of a unit vector that brings another unit vector's cosine with it to its average, which then moves.</summary>
    private double Turn(ref double target, double cosine)
    {
        cosine = Math.Clamp(cosine, -1, 1);
        var wanted = Math.Min(target, LargestTarget);
        target = (1 - smoothing) * target + smoothing * cosine;
        return cosine < wanted ? wanted * Math.Sqrt(1 - cosine * cosine) / Math.Sqrt(1 - wanted * wanted) - cosine : 0;
    }
}

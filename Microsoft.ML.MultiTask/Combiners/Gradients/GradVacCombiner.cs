using Microsoft.ML.MultiTask.Combiners;
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
    /// <param name="smoothing">β, how much the latest cosine counts in the moving average, from 0 to 1; by default 0.5, as in
    /// LibMTL.</param>
    /// <param name="grouping">Which parts of the encoder have cosines and weights of their own; by default none.</param>
    /// <param name="average">Whether the gradients are averaged or, as in the paper, added.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="smoothing"/> is outside 0 to 1, or <paramref name="grouping"/> is none of the three.
    /// </exception>
    public static GradientCombiner GradVac(
        double smoothing = 0.5, GradVacGrouping grouping = GradVacGrouping.Encoder, bool average = false)
    {
        CheckFraction(smoothing, nameof(smoothing));
        CheckDefined(grouping, nameof(grouping));
        return new GradVacCombiner(smoothing, grouping, average);
    }
}

/// <summary>Σᵢ (gᵢ turned towards the others), as weights of the original gradients.</summary>
internal sealed class GradVacCombiner(double smoothing, GradVacGrouping grouping, bool average) : GradientCombiner
{
    private const string CosinesKey = "cosines";     // φ̂, [groups, T, T]
    private const double LargestTarget = 1 - 1e-6;

    private CombinerRandom? _random;

    public override string Name => "GradVac";

    protected override void Start(Device device) => _random = AddRandom();

    protected override SharedGradient Join(TrainingStep trainingStep)
    {
        ArgumentNullException.ThrowIfNull(trainingStep);
        var n = trainingStep.TaskIndices.Count;
        int[][] orders = [.. Enumerable.Range(0, n).Select(i => _random!.Shuffled(Enumerable.Range(0, n).Where(j => j != i)))];
        return Join(trainingStep, orders);
    }

    /// <param name="trainingStep">The step.</param>
    /// <param name="orders">For each of the n gradients, those towards which it is turned, in order.</param>
    internal SharedGradient Join(TrainingStep trainingStep, int[][] orders)
    {
        if (grouping == GradVacGrouping.Encoder)
            return new SharedGradient(Turn([trainingStep.Gramian()], trainingStep.TaskIndices, orders)[0]);

        int[] groups = [.. GroupOfEachTensor(trainingStep.SharedParameterNames)];
        var gramians = new double[groups.Max() + 1][,];
        foreach (var (part, group) in trainingStep.GramianParts().Zip(groups))
            gramians[group] = gramians[group] is { } sum ? (MatrixOf(sum) + MatrixOf(part)).ToArray() : part;
        var weights = Turn(gramians, trainingStep.TaskIndices, orders);
        return new SharedGradient(null) { TensorWeights = [.. groups.Select(group => weights[group])] };
    }

    /// <summary>A layer's tensors follow each other, and their names differ behind the last point only.</summary>
    private IEnumerable<int> GroupOfEachTensor(IReadOnlyList<string> names)
    {
        string Layer(string name) => grouping == GradVacGrouping.Layer ? name[..Math.Max(0, name.LastIndexOf('.'))] : name;
        var group = 0;
        for (var p = 0; p < names.Count; p++)
            yield return p > 0 && Layer(names[p]) != Layer(names[p - 1]) ? ++group : group;
    }

    /// <summary>The weights in each group, [groups] of [n].</summary>
    private double[][] Turn(double[][,] gramians, IReadOnlyList<int> taskIndices, int[][] orders)
    {
        var tasks = Tasks.Count;
        var cosines = Buffer(CosinesKey) is { } known ? TrainingStep.Numbers(known.reshape(-1)) : new double[gramians.Length * tasks * tasks];
        double[][] weights = [.. gramians.Select((gramian, group) =>
            Turn(Finite(gramian, taskIndices), (i, j) => ref cosines[(group * tasks + taskIndices[i]) * tasks + taskIndices[j]], orders))];
        Keep(CosinesKey, tensor(cosines).reshape(gramians.Length, tasks, tasks));
        return weights;
    }

    private double[] Turn(double[,] gramian, CosineOf cosineOf, int[][] orders)
    {
        var n = orders.Length;
        var g = MatrixOf(gramian);
        var sum = VectorOf(n, _ => 0);
        for (var i = 0; i < n; i++)
        {
            var turned = VectorOf(n, k => k == i ? 1 : 0);                   // gᵢ as weights of the originals
            foreach (var j in orders[i])
            {
                var products = g * turned;
                var (length, other) = (Math.Sqrt(Math.Max(0, turned.DotProduct(products))), Math.Sqrt(g[j, j]));
                if (length > 0 && other > 0)
                    turned[j] += length / other * Turn(ref cosineOf(i, j), products[j] / (length * other));
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

    private delegate ref double CosineOf(int i, int j);
}

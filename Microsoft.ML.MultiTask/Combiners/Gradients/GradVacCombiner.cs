using static Microsoft.ML.MultiTask.Combiners.GradientRows;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Gradients;

/// <summary>
/// For each task i, over the others j in random order, φ being the cosine of gᵢ and gⱼ and φ̂ᵢⱼ its moving average: where φ &lt; φ̂,
/// gᵢ ← gᵢ + ‖gᵢ‖ (φ̂ √(1−φ²) − φ √(1−φ̂²)) / (‖gⱼ‖ √(1−φ̂²)) · gⱼ, which brings the cosine to φ̂; then φ̂ ← (1−β) φ̂ + β φ. The sum of
/// all gᵢ is the gradient.
/// </summary>
/// <remarks>
/// Deviations: works on the gradients' inner products. A gradient of 0 takes no part, and φ̂ counts as at most 1 − 1e-6, because no finite
/// multiple of gⱼ brings a cosine to 1.
/// </remarks>
internal sealed class GradVacCombiner(double smoothing, GradVacGrouping grouping, bool average) : GradientCombiner
{
    private const string CosinesName = "cosines";     // φ̂, [groups, T, T]
    private const double LargestTarget = 1 - 1e-6;

    public override string Name => "GradVac";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, smoothing, grouping, average);

    internal sealed class Session(CombinerSessionState state, double smoothing, GradVacGrouping grouping, bool average)
        : GradientSession(state)
    {
        private readonly CombinerRandom _random = state.AddRandom();

        protected override SharedGradient Join(TrainingStep trainingStep)
        {
            var n = trainingStep.TaskIndices.Count;
            return Join(trainingStep, [.. Enumerable.Range(0, n).Select(i => _random.ShuffledOthers(i, n))]);
        }

        /// <param name="trainingStep">The step.</param>
        /// <param name="orders">For each of the n gradients, those towards which it is turned, in order.</param>
        internal SharedGradient Join(TrainingStep trainingStep, int[][] orders)
        {
            if (grouping == GradVacGrouping.Encoder)
                return new SharedGradient.WeightedSum(Turn([trainingStep.Gramian()], trainingStep.TaskIndices, orders)[0]);

            string[] groups = [.. trainingStep.SharedParameterNames.Select(GroupOf)];
            var parts = trainingStep.GramianParts().Zip(groups).GroupBy(part => part.Second, part => part.First).ToList();
            var weights = Turn([.. parts.Select(Sum)], trainingStep.TaskIndices, orders);
            return new SharedGradient.WeightedSumByTensor([.. groups.Select(name => weights[parts.FindIndex(group => group.Key == name)])]);
        }

        /// <summary>The weights in each group, [groups] of [n].</summary>
        private double[][] Turn(double[][,] gramians, IReadOnlyList<int> taskIndices, int[][] orders)
        {
            var t = Tasks.Count;
            var cosines = State.Buffer(CosinesName) is { } known ? TrainingStep.Numbers(known.reshape(-1)) : new double[gramians.Length * t * t];
            double[][] weights = [.. gramians.Select((gramian, group) =>
                Turn(Finite(gramian, taskIndices), cosines.AsSpan(group * t * t, t * t), taskIndices, orders))];
            State.Keep(CosinesName, tensor(cosines).reshape(gramians.Length, t, t));
            return weights;
        }

        /// <summary>The weights, [n], by G and the cosines φ̂ [T, T], which are updated.</summary>
        private double[] Turn(double[,] gramian, Span<double> cosines, IReadOnlyList<int> taskIndices, int[][] orders)
        {
            var (n, g) = (orders.Length, MatrixOf(gramian));
            var sum = VectorOf(n, _ => 0);
            for (var i = 0; i < n; i++)
            {
                var turned = VectorOf(n, k => k == i ? 1 : 0);               // gᵢ as weights of the originals
                foreach (var j in orders[i])
                {
                    var products = g * turned;
                    var (length, other) = (Math.Sqrt(Math.Max(0, turned.DotProduct(products))), Math.Sqrt(g[j, j]));
                    if (length > 0 && other > 0)
                        turned[j] += length / other
                            * Turn(ref cosines[taskIndices[i] * Tasks.Count + taskIndices[j]], products[j] / (length * other));
                }
                sum += turned;
            }
            return (average ? sum / n : sum).ToArray();
        }

        /// <summary>The group of a tensor. Names of a layer's tensors differ behind the last point only.</summary>
        private string GroupOf(string name) => grouping == GradVacGrouping.Layer ? name[..Math.Max(0, name.LastIndexOf('.'))] : name;

        /// <summary>The multiple of a unit vector that brings another unit vector's cosine with it to its average, which is then updated.</summary>
        private double Turn(ref double target, double cosine)
        {
            cosine = Math.Clamp(cosine, -1, 1);
            var wanted = Math.Min(target, LargestTarget);
            target = (1 - smoothing) * target + smoothing * cosine;
            return cosine < wanted ? wanted * Math.Sqrt(1 - cosine * cosine) / Math.Sqrt(1 - wanted * wanted) - cosine : 0;
        }
    }
}

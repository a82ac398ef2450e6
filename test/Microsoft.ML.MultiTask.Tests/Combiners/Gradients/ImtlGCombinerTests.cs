namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ImtlGCombinerTests
{
    [TestMethod]
    public void Combine_ReferenceSteps_GivesTheirWeights()
    {
        var joined = ReferenceSteps.Join(LossCombiner.ImtlG());
        ReferenceSteps.AreClose([0.42383646859580505, 0.5035600039010149, 0.0726035275031798], joined.SharedWeights);
        ReferenceSteps.AreClose([0.2387990479845321, 0.572463182554892, 0.21253206409309947, 0.38767504979250295, 0.464794235929577], joined.Gradient);
        Assert.AreSequenceEqual(new[] { 1.0, 1, 1 }, joined.Weights);
        ReferenceSteps.AreClose([0.5923303169377978, 0.40766968306220214], ReferenceSteps.JoinPair(LossCombiner.ImtlG()).SharedWeights);
        ReferenceSteps.AreClose([0.11826695498600001, 0.6451991350419999, 0.23653390997200005], ReferenceSteps.JoinParallel(LossCombiner.ImtlG()).SharedWeights);
    }

    [TestMethod]
    public void Combine_IndependentGradients_GoesEquallyFarAlongEach()
    {
        foreach (var gradients in GradientCases.Random(200).Where(g => g.Rank() == g.RowCount && g.RowCount <= 3))
        {
            var losses = Enumerable.Repeat(1.0, gradients.RowCount).ToArray();
            var joined = ReferenceSteps.Join(LossCombiner.ImtlG(), losses, gradients.ToArray());
            double[] projections = [.. Enumerable.Range(0, gradients.RowCount)
                .Select(i => gradients.Row(i).Normalize(2).DotProduct(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray(joined.Gradient)))];
            Assert.AreEqual(1, joined.SharedWeights!.Sum(), 1e-9);
            Assert.IsLessThanOrEqualTo(1e-6 * projections.Max(Math.Abs), projections.Max() - projections.Min(), $"{gradients}");
        }
    }

    [TestMethod]
    public void Combine_WeightsThatSumToZero_WeighsTheSameAndSaysSo()
    {
        using var combiner = LossCombiner.ImtlG().Started(tasks: 2);
        var warnings = new List<string>();
        combiner.Warned += warnings.Add;
        for (var step = 0; step < 2; step++)
            Assert.AreSequenceEqual(new[] { 0.5, 0.5 }, combiner.JoinValues([1, 1], new double[,] { { 1, 2 }, { -1, -2 } }).SharedWeights!);
        Assert.HasCount(1, warnings);
        Assert.Contains("'IMTL-G' found no weights", warnings[0]);
    }
}

using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Combiners.Gradients;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class CAGradDirectionTests
{
    [TestMethod]
    public void Coefficients_KnownCases_AreTheExactOnes()
    {
        Same([0.8711283418133643, 1.042940407836202, -0.16104833413452047, 0.40325918112284737, 0.9762531218701483], GradientCases.Conflicting);
        Same([0.1835034190722742, 1.2041241452319318, 1.2041241452319318], GradientCases.Pair);
        Same([1.4448409867987602, 1.1103180264024801, -1, 2.27936394719504], GradientCases.Parallel);

        static void Same(double[] direction, Matrix<double> gradients) =>
            GradientCases.AreClose(direction, gradients.TransposeThisAndMultiply(CAGradCombiner.Coefficients(gradients.Gramian(), 0.5)), 1e-7);
    }

    [TestMethod]
    [DataRow(0.1)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    [DataRow(1.0)]
    [DataRow(3.0)]
    public void Coefficients_AnyGradients_AreWorthTheirDualBound(double c)
    {
        foreach (var gradients in GradientCases.Random(1000))
        {
            var a = gradients.Gramian();
            var coefficients = CAGradCombiner.Coefficients(a, c);

            Assert.IsNotNull(coefficients, $"{gradients}");
            var mean = Vector<double>.Build.Dense(a.RowCount, 1.0 / a.RowCount);
            var length = Math.Sqrt(mean.DotProduct(a * mean));
            var (offset, worst) = (coefficients - mean, (a * coefficients).Minimum());
            var tolerance = 1e-6 * length * Math.Sqrt(a.Diagonal().Minimum());
            Assert.IsLessThanOrEqualTo(c * length * (1 + 1e-7), Math.Sqrt(Math.Max(0, offset.DotProduct(a * offset))), $"{gradients}");

            // Duality: for every w of the simplex, no direction within the ball has a better worst product than w's bound. So a
            // direction that attains one is the best, be it that of its own w or that of a w whose gradients cancel, which is 0.
            Assert.IsGreaterThanOrEqualTo(0, offset.Minimum());
            var own = offset.AbsoluteMaximum() == 0 ? mean : offset / offset.Sum();
            var least = MinimumNorm.Weights(a)!;
            double Bound(Vector<double> w) => w.DotProduct(a * mean) + c * length * Math.Sqrt(Math.Max(0, w.DotProduct(a * w)));
            Assert.IsGreaterThanOrEqualTo(Math.Min(Bound(own), Bound(least)) - tolerance, worst, $"{gradients}");
        }
    }
}

using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Combiners.Gradients;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class UPGradProjectionTests
{
    [TestMethod]
    public void Project_OneOfAConflictingPair_RemovesTheOpposingPart()
    {
        var v = UPGradCombiner.Project(GradientCases.Pair.Gramian(), Vector<double>.Build.DenseOfArray([1, 0]));
        GradientCases.AreClose([1, 22.0 / 38], v, 1e-14);
    }

    [TestMethod]
    public void Project_InsideTheCone_IsTheVectorItself() =>
        GradientCases.AreClose([0.3, 0.7], UPGradCombiner.Project(GradientCases.Rows([1, 0], [1, 1]).Gramian(), Vector<double>.Build.DenseOfArray([0.3, 0.7])), 0);

    [TestMethod]
    public void Project_AnyGradients_IsInTheConeAndNearest()
    {
        foreach (var gradients in GradientCases.Random(2000))
        {
            var g = gradients.Gramian();
            for (var task = 0; task < g.RowCount; task++)
            {
                var u = Vector<double>.Build.Dense(g.RowCount, i => i == task ? 1 : 0);
                var v = UPGradCombiner.Project(g, u);

                Assert.IsNotNull(v);
                var products = g * v;
                for (var i = 0; i < u.Count; i++)
                {
                    var scale = 1e-9 * Math.Sqrt(g[i, i] * g[task, task]);
                    Assert.IsGreaterThanOrEqualTo(u[i], v[i]);
                    Assert.IsGreaterThanOrEqualTo(-scale, products[i], $"{gradients}");                          // in the cone
                    Assert.AreEqual(0, (v[i] - u[i]) * products[i], 1e-9 * g[task, task], $"{gradients}");      // and nearest
                }
            }
        }
    }
}

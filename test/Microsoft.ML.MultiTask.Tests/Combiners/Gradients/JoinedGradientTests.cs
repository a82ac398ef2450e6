using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What papers prove of joint gradients.</summary>
[TestClass]
public sealed class JoinedGradientTests
{
    public static IEnumerable<TestDataRow<Func<LossCombiner>>> Homogeneous => Named(
        ("PCGrad", () => LossCombiner.PCGrad()),
        ("GradVac", () => LossCombiner.GradVac()),
        ("GradDrop", () => LossCombiner.GradDrop(byParameters: true)),
        ("CAGrad", () => LossCombiner.CAGrad()),
        ("Mgda", () => LossCombiner.Mgda()),
        ("ImtlG", LossCombiner.ImtlG),
        ("AlignedMtl", () => LossCombiner.AlignedMtl()),
        ("UPGrad", () => LossCombiner.UPGrad(smallestTrace: 0)));

    public static IEnumerable<TestDataRow<Func<LossCombiner>>> IndifferentToEachScale => Named(
        ("NashMtl", () => LossCombiner.NashMtl()),
        ("Mgda by norm", () => LossCombiner.Mgda(MgdaNormalization.Norm)));

    public static IEnumerable<TestDataRow<Func<LossCombiner>>> WithoutConflict => Named(
        ("CAGrad, radius 1", () => LossCombiner.CAGrad(1)),
        ("Mgda", () => LossCombiner.Mgda()),
        ("NashMtl", () => LossCombiner.NashMtl()),
        ("FairGrad", () => LossCombiner.FairGrad(2)),
        ("UPGrad", () => LossCombiner.UPGrad(regularization: 0, smallestTrace: 0)));

    [TestMethod]
    [DynamicData(nameof(Homogeneous))]
    public void Combine_ScaledGradients_ScalesTheJointOne(Func<LossCombiner> create)
    {
        foreach (var gradients in Cases().Take(30))
        {
            var expected = Join(create(), gradients);
            foreach (var scale in new[] { 1e-10, 25000, 1e15 })
                AreClose(expected, Join(create(), gradients * scale) / scale, 1e-9, gradients);
        }
    }

    [TestMethod]
    [DynamicData(nameof(IndifferentToEachScale))]
    public void Combine_OneTaskScaled_KeepsTheDirection(Func<LossCombiner> create)
    {
        foreach (var gradients in Cases().Where(g => !MinimumNorm.IsZero(g.Gramian())).Take(30))
        {
            var expected = Join(create(), gradients).Normalize(2);
            var scaled = Matrix<double>.Build.DenseOfDiagonalVector(Vector<double>.Build.Dense(gradients.RowCount, i => i == 1 ? 25000 : 1)) * gradients;
            AreClose(expected, Join(create(), scaled).Normalize(2), 1e-9, gradients);
        }
    }

    [TestMethod]
    [DynamicData(nameof(WithoutConflict))]
    public void Combine_AnyGradientsThatDoNotCancel_RaisesNoLoss(Func<LossCombiner> create)
    {
        foreach (var gradients in Cases().Where(g => !MinimumNorm.IsZero(g.Gramian())))
        {
            var joint = Join(create(), gradients);
            foreach (var row in gradients.EnumerateRows())
                Assert.IsGreaterThanOrEqualTo(-1e-8 * row.L2Norm() * joint.L2Norm(), row.DotProduct(joint), $"{gradients}");
        }
    }

    [TestMethod]
    public void Combine_PCGradOfTwo_RaisesNoLoss()
    {
        foreach (var gradients in Cases().Where(g => g.RowCount == 2))
        {
            var joint = Join(LossCombiner.PCGrad(), gradients);
            foreach (var row in gradients.EnumerateRows())
                Assert.IsGreaterThanOrEqualTo(-1e-12 * row.L2Norm() * gradients.L2Norm(), row.DotProduct(joint), $"{gradients}");
        }
    }

    private static IEnumerable<Matrix<double>> Cases() => GradientCases.Random(600).Where(gradients => gradients.RowCount <= 3);

    private static Vector<double> Join(LossCombiner option, Matrix<double> gradients)
    {
        using var combiner = option.Started(gradients.RowCount);
        return Vector<double>.Build.DenseOfArray(combiner.JoinValues([.. Enumerable.Repeat(1.0, gradients.RowCount)], gradients.ToArray()).Gradient);
    }

    private static void AreClose(Vector<double> expected, Vector<double> actual, double tolerance, Matrix<double> gradients) =>
        Assert.IsLessThanOrEqualTo(
            tolerance * (expected.L2Norm() + gradients.EnumerateRows().Min(row => row.L2Norm())), (actual - expected).L2Norm(),
            $"{gradients}\nexpected {expected}, actual {actual}");

    private static IEnumerable<TestDataRow<Func<LossCombiner>>> Named(params (string Label, Func<LossCombiner> Create)[] entries) =>
        entries.Select(entry => new TestDataRow<Func<LossCombiner>>(entry.Create) { DisplayName = entry.Label });
}

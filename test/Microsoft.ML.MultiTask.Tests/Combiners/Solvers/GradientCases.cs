using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Task gradients for the tests of what works on their Gramian.</summary>
internal static class GradientCases
{
    /// <summary>Three tasks, the second in conflict with both others, norms 2.3, 2.2 and 3.9.</summary>
    internal static Matrix<double> Conflicting { get; } = Rows([1, -0.5, 0.25, 2, 0], [-0.8, 1.5, 0.5, -1, 0.75], [3, 0.4, -2, 0.6, 1.2]);

    /// <summary>Two tasks in strong conflict.</summary>
    internal static Matrix<double> Pair { get; } = Rows([-4, 1, 1], [6, 1, 1]);

    /// <summary>The third is twice the first: a Gramian of rank 2.</summary>
    internal static Matrix<double> Parallel { get; } = Rows([1, 2, -1, 0.5], [0.5, -1, 0, 2], [2, 4, -2, 1]);

    internal static Matrix<double> Rows(params double[][] rows) => Matrix<double>.Build.DenseOfRowArrays(rows);

    internal static Matrix<double> Gramian(this Matrix<double> gradients) => gradients.TransposeAndMultiply(gradients);

    /// <summary>
    /// 2 to 6 tasks' gradients of 1 to 8 elements, whose scales are up to 100,000-fold apart in every second; some are linearly dependent.
    /// </summary>
    internal static IEnumerable<Matrix<double>> Random(int count)
    {
        var random = new Random(7);
        for (var i = 0; i < count; i++)
        {
            var (k, p) = (random.Next(2, 7), random.Next(1, 9));
            var gradients = Matrix<double>.Build.Dense(k, p, (_, _) => random.NextDouble() * 2 - 0.8);
            yield return i % 2 == 0
                ? gradients
                : Matrix<double>.Build.DenseOfDiagonalVector(Vector<double>.Build.Dense(k, _ => Math.Pow(10, random.NextDouble() * 5 - 2.5))) * gradients;
        }
    }

    internal static void AreClose(IEnumerable<double> expected, IEnumerable<double>? actual, double tolerance, string because = "")
    {
        Assert.IsNotNull(actual, because);
        double[] e = [.. expected], a = [.. actual];
        Assert.HasCount(e.Length, a);
        var scale = e.Max(Math.Abs);
        for (var i = 0; i < e.Length; i++)
            Assert.AreEqual(e[i], a[i], tolerance * Math.Max(scale, double.Epsilon), $"element {i} of [{string.Join(", ", a)}]; {because}");
    }
}

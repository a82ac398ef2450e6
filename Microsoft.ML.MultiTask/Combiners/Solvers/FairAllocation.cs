using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Combiners.Solvers;

/// <summary>Solves A x = x^(-p) elementwise for x &gt; 0, A being the Gramian of K vectors; p = 1 is the Nash bargaining solution.</summary>
/// <remarks>
/// x minimises the convex ½ xᵀAx − Σ ψ(xᵢ), ψ' = x^(-p). Each iteration is a sweep of coordinate descent and a damped Newton step.
/// x = s y, where sᵢ solves equation i alone, so the vectors' scales do not matter. There is no solution where a convex combination of
/// the vectors is 0.
/// </remarks>
internal static class FairAllocation
{
    /// <summary>The largest |(Ax)ᵢ xᵢᵖ − 1| at the solution, beside the rounding of the sum (Ax)ᵢ.</summary>
    internal const double Tolerance = 1e-10;

    private const double Rounding = 1e-14;

    private const int MaxIterations = 100;

    /// <summary>x, [K], for A, [K, K], and p above 0; null where there is none or it is not found within 100 iterations.</summary>
    internal static Vector<double>? Solve(Matrix<double> gramian, double exponent)
    {
        if (MinimumNorm.IsZero(gramian))
            return null;

        var s = gramian.Diagonal().Map(value => Math.Pow(value, -1 / (1 + exponent)));
        var m = gramian.Diagonal().PointwiseMultiply(s).PointwiseMultiply(s);
        var scaled = gramian.MapIndexed((i, j, value) => value * s[i] * s[j]);
        return new Equations(scaled, m, exponent).Solve()?.PointwiseMultiply(s);
    }

    /// <summary>M y = m y^(-p), m being the diagonal of M.</summary>
    private sealed class Equations(Matrix<double> matrix, Vector<double> m, double p)
    {
        internal Vector<double>? Solve()
        {
            var y = Vector<double>.Build.Dense(m.Count, 1);
            for (var iteration = 0; iteration < MaxIterations; iteration++)
            {
                for (var i = 0; i < y.Count; i++)
                    y[i] = SolveFor(i, y);

                var pull = m.PointwiseMultiply(y.PointwisePower(-p));
                var slope = matrix * y - pull;
                var small = Tolerance * pull + Rounding * (matrix.PointwiseAbs() * y);
                if (slope.PointwiseDivide(small).AbsoluteMaximum() <= 1)
                    return y;
                y += Shortened(NewtonStep(y, slope, pull), y, slope);
            }
            return null;
        }

        /// <summary>The solution of equation i for given others, from e^-300 to e^300, by bisection: its residual is monotonic.</summary>
        private double SolveFor(int i, Vector<double> y)
        {
            var others = matrix.Row(i).DotProduct(y) - m[i] * y[i];
            var (low, high) = (-300.0, 300.0);
            for (var halvings = 0; halvings < 64; halvings++)
            {
                var middle = (low + high) / 2;
                if (m[i] * Math.Exp(middle) + others < m[i] * Math.Exp(-p * middle))
                    low = middle;
                else
                    high = middle;
            }
            return Math.Exp(high);
        }

        private Vector<double> NewtonStep(Vector<double> y, Vector<double> slope, Vector<double> pull)
        {
            var curvature = matrix + Matrix<double>.Build.DiagonalOfDiagonalVector(p * pull.PointwiseDivide(y));
            var root = curvature.Diagonal().PointwiseSqrt();
            var unit = curvature.MapIndexed((i, j, value) => value / (root[i] * root[j]));
            return -SymmetricEigen.Of(unit).Apply(value => 1 / value, slope.PointwiseDivide(root)).PointwiseDivide(root);
        }

        /// <summary>Backtracking line search: the step, halved until it descends and stays above 0.</summary>
        private Vector<double> Shortened(Vector<double> step, Vector<double> y, Vector<double> slope)
        {
            var (start, gain) = (Value(y), slope.DotProduct(step));
            for (var length = 1.0; length > 1e-10; length /= 2)
            {
                var next = y + length * step;
                if (next.Minimum() > 0 && Value(next) <= start + 1e-4 * length * gain + 1e-13 * Math.Abs(start))
                    return length * step;
            }
            return step * 0;
        }

        private double Value(Vector<double> y) =>
            y.DotProduct(matrix * y) / 2
            - m.DotProduct(p == 1 ? y.PointwiseLog() : (y.PointwisePower(1 - p) - 1) / (1 - p));
    }
}
